import type { AttributesOf, Lowering } from "../lowering.js";

/**
 * ONNX Scan. Captured tensors need no inputs, since a body sees the values around it; a history, the carry before every
 * step, leaves the body as one more scanned output.
 */
export const scan: Lowering<AttributesOf<"scan">> = (context) => {
  const { body, carries, sequences, histories, reverse } = context.attributes;
  const { emitter, node } = context;
  const label = emitter.labelOf(node);
  const captures = node.inputs.slice(carries + sequences);
  const scope = emitter.nested(`${label}/body`, (inner) => {
    body.inputs.forEach(({ name, tensor }, index) => {
      const captured = captures[index - carries - sequences];
      if (captured !== undefined) return emitter.bind(tensor, emitter.storedValue(captured));
      const value = { dtype: tensor.dtype, shape: tensor.shape, hint: `${label}/${name}` };
      inner.inputs.push(value);
      emitter.bind(tensor, value);
    });
    emitter.write(body);
    const outputs = body.outputs.map(({ name, tensor }, index) => ({
      name: index < carries ? `${name}.next` : name,
      tensor,
    }));
    const kept = histories.map((index) => {
      const { name, tensor } = body.inputs[index]!;
      return { name: `${name}.history`, tensor };
    });
    for (const { name, tensor } of [...outputs, ...kept]) {
      inner.outputs.push(emitter.expose(tensor, `${label}/${name}`));
    }
  });
  const scanned = node.outputs.length - carries;
  return context.emitAll(
    "Scan",
    Array.from({ length: carries + sequences }, (_, index) => context.input(index)),
    {
      body: scope,
      num_scan_inputs: sequences,
      ...(reverse && {
        scan_input_directions: new Array<number>(sequences).fill(1),
        ...(scanned > 0 && { scan_output_directions: new Array<number>(scanned).fill(1) }),
      }),
    },
    node.outputs,
  );
};
