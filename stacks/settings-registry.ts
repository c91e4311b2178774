import { z } from "zod";
import { shown } from "./settings-types.ts";

/** A mirror, for every platform that pulls images. */
export const REGISTRY = z
  .string()
  .regex(/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._/-]+)?$/, { error: "a registry such as host/path" })
  .meta(
    shown(
      "registry.example/mirror",
      "Registry that holds all images, in place of each image's own registry.",
    ),
  )
  .optional();
