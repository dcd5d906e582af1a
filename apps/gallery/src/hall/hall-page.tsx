import { families } from "@blockzoo/zoo";
import { hrefOf } from "../frame/address.js";

/** Every family, each with a way to its page. */
export function HallPage() {
  return (
    <>
      <h1>Networks of the literature, running in this page</h1>
      <ul>
        {Object.keys(families).map((name) => (
          <li key={name}>
            <a href={hrefOf("families", [name])}>{name}</a>
          </li>
        ))}
      </ul>
    </>
  );
}
