/** By what makes them: data that were made, as long as somebody uses them. */
const made = new WeakMap<object, Map<string, WeakRef<object>>>();

/**
 * The data of a context, which are not made again while somebody still uses them: a network that is looked at while it learns is
 * measured on what the run has already, and what is compared with it learns from the same samples.
 *
 * @param context plain data
 */
export async function sharedData<Context, Data>(
  make: (context: Context) => Promise<Data>,
  context: Context,
): Promise<Data> {
  const own = made.get(make) ?? new Map<string, WeakRef<object>>();
  made.set(make, own);
  const key = JSON.stringify(context);
  // Whatever is kept here was made by this very function.
  const known = own.get(key)?.deref() as Data | undefined;
  if (known !== undefined) return known;
  const fresh = await make(context);
  if (typeof fresh === "object" && fresh !== null) own.set(key, new WeakRef<object>(fresh));
  return fresh;
}
