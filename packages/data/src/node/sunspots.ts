import { parseSeries, type NamedSeries } from "../sequences/parse-series.js";
import { readTable } from "./csv-file.js";
import { dataFolder, requireFile } from "./data-folder.js";

/**
 * The relative number of sunspots in each month from 1749 to 1983, 2,820 steps of one series that rises and falls in some eleven
 * years, in the file `time-series/jbrownlee/monthly-sunspots.csv` of the data folder.
 *
 * D. F. Andrews, A. M. Herzberg, "Data: a collection of problems from many fields for the student and research worker", 1985,
 * as the Time Series Data Library has it.
 *
 * @throws BlockzooError when the file is missing (it says what to download) or is not what it should be
 */
export async function monthlySunspots({ folder }: { readonly folder?: string } = {}): Promise<NamedSeries> {
  const address = "https://raw.githubusercontent.com/jbrownlee/Datasets/master/monthly-sunspots.csv";
  const file = "time-series/jbrownlee/monthly-sunspots.csv";
  return parseSeries(await readTable(await requireFile(dataFolder(folder), file, address)));
}
