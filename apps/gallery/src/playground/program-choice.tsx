import { variantIds } from "@blockzoo/zoo";
import { Field } from "../design/field.js";
import { hrefOf, type Address } from "../frame/address.js";
import { examples, firstExample } from "./program/open-example.js";

/** What to begin with: an example, or the network of any family. Each has an address of its own. */
export function ProgramChoice({ address: { query } }: { readonly address: Address }) {
  return (
    <Field label="Begin with">
      <select
        value={chosenBy(query)}
        onChange={({ currentTarget }) => {
          location.hash = hrefOf("playground", [], Object.fromEntries(new URLSearchParams(currentTarget.value)));
        }}
      >
        {query.has("code") && <option value="">a program of your own</option>}
        <optgroup label="Examples">
          {Object.entries(examples).map(([name, { title }]) => (
            <option key={name} value={`example=${name}`}>
              {title}
            </option>
          ))}
        </optgroup>
        <optgroup label="Networks of the literature">
          {variantIds.map((id) => (
            <option key={id} value={`variant=${id}`}>
              {id}
            </option>
          ))}
        </optgroup>
      </select>
    </Field>
  );
}

function chosenBy(query: URLSearchParams): string {
  if (query.has("code")) return "";
  const variant = query.get("variant");
  return variant === null ? `example=${query.get("example") ?? firstExample}` : `variant=${variant}`;
}
