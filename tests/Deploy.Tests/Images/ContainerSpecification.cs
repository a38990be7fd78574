using System.Text.Json.Nodes;
using Digits.Deploy.Tests.Manifests;

namespace Digits.Deploy.Tests.Images;

/// <summary>What runc starts, in the format of the Open Container Initiative.</summary>
internal static class ContainerSpecification
{
    public static JsonObject Of(ServiceImage image, IEnumerable<string> environment, IReadOnlyDictionary<string, string> mounts) => new()
    {
        ["ociVersion"] = "1.0.2",
        ["process"] = new JsonObject
        {
            ["user"] = new JsonObject { ["uid"] = int.Parse(image.Config.Text("User")!), ["gid"] = BaseImage.User },
            ["args"] = Texts(image.Config.Texts("Entrypoint").Concat(image.Config.Texts("Cmd"))),
            ["env"] = Texts(image.Config.Texts("Env").Concat(environment)),
            ["cwd"] = image.Config.Text("WorkingDir"),
            ["capabilities"] = new JsonObject(),
            ["noNewPrivileges"] = true,
        },
        ["root"] = new JsonObject { ["path"] = "rootfs", ["readonly"] = true },
        ["mounts"] = new JsonArray(
        [
            Mount("/proc", "proc", "proc"),
            Mount("/dev", "tmpfs", "tmpfs", "nosuid", "mode=755"),
            Mount("/tmp", "tmpfs", "tmpfs", "nosuid", "mode=1777"),
            .. mounts.Select(mount => Mount(mount.Key, "bind", mount.Value, "bind", mount.Key.StartsWith("/etc", StringComparison.Ordinal) ? "ro" : "rw")),
        ]),
        ["linux"] = new JsonObject
        {
            ["namespaces"] = new JsonArray([.. new[] { "pid", "mount", "ipc", "uts" }.Select(kind => new JsonObject { ["type"] = kind })]),
        },
    };

    private static JsonObject Mount(string destination, string type, string source, params string[] options) => new()
    {
        ["destination"] = destination,
        ["type"] = type,
        ["source"] = source,
        ["options"] = Texts(options),
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
