/** Names looked for in the working directory when no config file is named. */
export const fileNames: readonly string[] = ['tripline.yaml', 'tripline.yml']
