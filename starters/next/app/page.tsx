import { lenet } from "@blockzoo/lenet";
import { DigitReader } from "./digit-reader";

/** Rendered on the server, which reads what the family says of itself and loads no runtime. */
export default function Page() {
  const [paper] = lenet.papers;
  return (
    <main>
      <h1>{lenet.title} reads a digit</h1>
      <p>
        {paper!.authors}, {paper!.year}
      </p>
      <DigitReader />
    </main>
  );
}
