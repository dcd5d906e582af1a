/** The networks that make textures, and what each has learned from. */
export const textures = {
  "texture-network.starry-night": "Vincent van Gogh, The Starry Night, 1889",
  "texture-network.composition-vii": "Wassily Kandinsky, Composition VII, 1913",
  "texture-network.gravel": "gravel",
} as const;

export type TextureId = keyof typeof textures;

export const textureIds = Object.keys(textures) as readonly TextureId[];
