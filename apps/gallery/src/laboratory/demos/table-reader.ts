import { proxyMarker } from "comlink";
import type { Prediction, TableRow } from "@blockzoo/tasks/table-classification";
import type { NetworkName } from "../networks/network-name.js";
import type { NetworkShelf } from "../networks/network-shelf.js";

/** Says to which class a row of a table belongs. */
export class TableReader {
  readonly [proxyMarker] = true;
  readonly #shelf: NetworkShelf;

  constructor(shelf: NetworkShelf) {
    this.#shelf = shelf;
  }

  classify(network: NetworkName, row: TableRow): Promise<readonly Prediction[]> {
    return this.#shelf.ask(network, "table-classification", (table) =>
      table.classify(row, { top: table.labels.length }),
    );
  }
}
