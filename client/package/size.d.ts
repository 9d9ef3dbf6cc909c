export interface Part {
  name: string;
  code: string;
  budget?: number;
}
export const PARTS: Part[];
export const OTHERS: Part[];
export function sizeOf(part: Part): Promise<number>;
