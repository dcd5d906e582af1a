import { useEffect, useState } from "preact/hooks";
import { guests } from "../families.js";
import { relatives, withGuests, type Relative } from "./relatives.js";

/** All families: those of the zoo at once, those of other packages when they are fetched. */
export function useRelatives(): readonly Relative[] {
  const [all, setAll] = useState(relatives);
  useEffect(() => {
    const add = async () => {
      const loaded = await Promise.allSettled(Object.values(guests).map((load) => load()));
      const families = loaded.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
      if (families.length > 0) setAll(withGuests(relatives, families));
    };
    void add();
  }, []);
  return all;
}
