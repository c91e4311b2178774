import type { Problem } from "../components/core/errors.ts";
import type { PulumiCli } from "../tools/pulumi.ts";

/** Where the command ran. */
interface Place {
  readonly stack: { readonly name: string };
  readonly folder: string;
  readonly cli: PulumiCli;
}

/**
 * What a Pulumi command that failed means for its reader, who has Pulumi's own words above.
 *
 * @param said everything that it printed
 * @param code its exit code, null when it was killed
 */
export function failureOf(
  place: Place,
  command: string,
  said: string,
  code: number | null,
): Problem {
  const { stack, folder } = place;
  if (/incorrect passphrase/i.test(said)) return wrongPassphrase(stack.name, folder);
  const plugin = /resource plugin '?pulumi-resource-(\S+?)'? at version v(\S+?)[,\s]/.exec(said);
  if (plugin) return missingPlugin(place, plugin[1] ?? "", plugin[2] ?? "");
  const where = `pulumi ${command} of stack ${stack.name}`;
  if (/configured Kubernetes cluster is unreachable/.test(said))
    return {
      where,
      what: "the cluster stopped answering on the way",
      fix: "run the same command again when it answers: what is done already is kept",
    };
  return {
    where,
    what: `failed (exit code ${code ?? "none: it was killed"}); its reasons stand above`,
    fix: "mend what they name and run the same command again: what is done already is kept",
  };
}

function wrongPassphrase(stack: string, folder: string): Problem {
  return {
    where: `stack ${stack}`,
    what: "the passphrase is not the one that its state was encrypted with",
    fix: `unset PULUMI_CONFIG_PASSPHRASE and PULUMI_CONFIG_PASSPHRASE_FILE to use ${folder}/passphrase, or set the right one`,
  };
}

/** https://www.pulumi.com/docs/iac/cli/commands/pulumi_plugin_install/ */
function missingPlugin({ cli }: Place, name: string, version: string): Problem {
  const file = `pulumi-resource-${name}-v${version}-<system>.tar.gz`;
  return {
    where: `Pulumi's provider ${name} ${version}`,
    what: "it is not on this machine and can't be downloaded from get.pulumi.com",
    fix:
      `let the download through; or fetch ${file} elsewhere and run: PULUMI_HOME=${cli.home} ${cli.path} plugin install resource ${name} v${version} --file ${file}; ` +
      `or put pulumi-resource-${name} on PATH`,
  };
}
