/** How an image becomes the input of a network, as data, so that every runtime does the same. */
export interface ImagePreprocessing {
  readonly kind: "image";
  /** 1 for grey, 3 for red, green, blue. */
  readonly channels: 1 | 3;
  /**
   * Height and width that the image is scaled to, bilinearly and with antialiasing; or the length of its shorter side, which
   * keeps the proportions. Default: the image keeps its size.
   */
  readonly resize?: readonly [number, number] | number;
  /** Height and width of the part in the middle that is kept after scaling. Default: all of it. */
  readonly crop?: readonly [number, number];
  /** Pixels added all around after scaling and cropping, black: of value 0 before normalising. */
  readonly pad?: number;
  /** Values 0..255 are divided by 255, then `(x - mean) / deviation` for each channel. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /**
   * `"bright"`: the network knows bright strokes on a dark ground; an image whose border is bright is inverted first.
   */
  readonly foreground?: "bright";
}
