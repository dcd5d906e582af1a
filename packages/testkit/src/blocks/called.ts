import { Block, type Structure, type Tensor } from "@blockzoo/core";

/** A block whose forward takes more than tensors one after the other, and how a case calls it; its path is `block`. */
export class Called<B extends Block> extends Block {
  constructor(
    readonly block: B,
    readonly call: (block: B, ...inputs: Tensor[]) => object,
  ) {
    super();
  }

  forward(...inputs: Tensor[]): Structure<Tensor> {
    // What blocks return is often an interface, which the compiler takes for no plain structure.
    return this.call(this.block, ...inputs) as Structure<Tensor>;
  }
}
