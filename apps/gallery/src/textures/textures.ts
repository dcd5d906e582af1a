/** The networks that draw textures, and what each has learned from. */
export const textures = {
  "texture-network.brick": "a brick wall",
  "texture-network.gravel": "gravel",
  "texture-network.starry-night": "the sky of The Starry Night",
} as const;

export type TextureId = keyof typeof textures;

export const textureIds = Object.keys(textures) as readonly TextureId[];
