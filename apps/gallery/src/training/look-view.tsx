import { Drawing } from "../design/drawing.js";
import type { Filters } from "../laboratory/training/filters.js";
import type { Look, PictureFigure, Sample } from "../laboratory/training/looks.js";
import { PlaneView } from "./plane-view.js";
import { SheetView } from "./sheet-view.js";

/** What the network does by now: its filters, what it says of held-out samples, pictures of the recipe. */
export function LookView({ look }: { readonly look: Look }) {
  const { filters, samples, figures, drawings, plane, metrics } = look;
  return (
    <>
      {plane !== undefined && <PlaneView plane={plane} />}
      {samples !== undefined && <Samples samples={samples} metrics={metrics} />}
      {filters !== undefined && <FiltersView filters={filters} />}
      {figures.map((figure) => (
        <FigureView key={figure.title} figure={figure} />
      ))}
      {drawings.map((svg, index) => (
        <section key={index} class="look">
          <Drawing svg={svg} />
        </section>
      ))}
    </>
  );
}

interface SamplesProps {
  readonly samples: readonly Sample[];
  /** On all held-out samples, of which these are the first. */
  readonly metrics: Look["metrics"];
}

function Samples({ samples, metrics = {} }: SamplesProps) {
  const right = samples.filter(({ predicted, actual }) => predicted === actual).length;
  return (
    <section class="look">
      <h3>
        Held-out samples{" "}
        <span class="muted">
          {right} of these {samples.length} right{onAll(metrics)}
        </span>
      </h3>
      <ul class="samples">
        {samples.map(({ picture, predicted, actual }, index) => (
          <li key={index} class={predicted === actual ? "right" : "wrong"} data-predicted={predicted}>
            <SheetView sheet={picture} label={`a picture of ${actual}`} />
            <span>
              {predicted}
              <span class="visually-hidden">{predicted === actual ? ", right" : `, it is ${actual}`}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** `; on all: accuracy 0.893, loss 0.412` */
function onAll(metrics: NonNullable<Look["metrics"]>): string {
  const values = Object.entries(metrics).map(([name, value]) => `${name} ${value.toPrecision(3)}`);
  return values.length === 0 ? "" : `; on all: ${values.join(", ")}`;
}

function FiltersView({ filters }: { readonly filters: Filters }) {
  const { name, sheet } = filters;
  return (
    <section class="look">
      <h3>
        What the first layer looks for <code class="muted">{name}</code>
      </h3>
      <SheetView sheet={sheet} label={`the weights ${name} as pictures, blue above zero, orange below`} />
    </section>
  );
}

function FigureView({ figure }: { readonly figure: PictureFigure }) {
  const { title, columns, pictures } = figure;
  return (
    <section class="look">
      <h3>{title}</h3>
      <div class="pictures" style={{ "--columns": Math.min(columns, pictures.length) }}>
        {pictures.map(({ picture, caption }, index) => (
          <figure key={index}>
            <SheetView sheet={picture} label={caption === "" ? `picture ${index + 1}` : caption} />
            {caption !== "" && <figcaption class="small muted">{caption}</figcaption>}
          </figure>
        ))}
      </div>
    </section>
  );
}
