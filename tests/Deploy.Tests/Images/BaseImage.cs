using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Digits.Deploy.Tests.Manifests;

namespace Digits.Deploy.Tests.Images;

/// <summary>
/// A base image as Microsoft's chiselled one is, made of what this machine has: the libraries that the runtime needs, from the installed
/// packages, and the runtime itself. No shell, no tools, no ICU.
/// </summary>
internal sealed partial class BaseImage
{
    public const int User = 1654;

    private const string DotnetRoot = "usr/share/dotnet";

    private static readonly string[] Libraries = ["libc6", "libgcc-s1", "libstdc++6", "libssl3", "libssl3t64", "zlib1g"];
    private static readonly string[] Folders = ["app", "etc", "tmp", "usr", "usr/bin", "usr/lib", "usr/lib64", "usr/share", "var", "var/lib"];

    private BaseImage(byte[] layer)
    {
        Layer = layer;
        using var unpacked = new GZipStream(new MemoryStream(layer), CompressionMode.Decompress);
        Config = JsonSerializer.SerializeToUtf8Bytes(new
        {
            architecture = "amd64",
            os = "linux",
            config = new
            {
                Env = new[] { "PATH=/usr/local/bin:/usr/bin", $"APP_UID={User}", "ASPNETCORE_HTTP_PORTS=8080", "DOTNET_RUNNING_IN_CONTAINER=true" },
            },
            rootfs = new { type = "layers", diff_ids = new[] { $"sha256:{Convert.ToHexStringLower(SHA256.HashData(unpacked))}" } },
        });
        Manifest = JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2,
            mediaType = ManifestType,
            config = new { mediaType = "application/vnd.docker.container.image.v1+json", size = Config.Length, digest = Digest(Config) },
            layers = new[] { new { mediaType = "application/vnd.docker.image.rootfs.diff.tar.gzip", size = layer.Length, digest = Digest(layer) } },
        });
    }

    public static string ManifestType => "application/vnd.docker.distribution.manifest.v2+json";

    /// <summary>The files, as a tar archive that gzip made small.</summary>
    public byte[] Layer { get; }

    public byte[] Config { get; }

    public byte[] Manifest { get; }

    public static string Digest(byte[] bytes) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";

    public static BaseImage Make()
    {
        var layer = new MemoryStream();
        using (var packed = new GZipStream(layer, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(packed))
        {
            WriteSystem(tar);
            WriteRuntime(tar);
        }

        return new BaseImage(layer.ToArray());
    }

    /// <summary>Those of the packages that this machine has.</summary>
    public static IReadOnlyList<string> Packages() => [.. Libraries.Where(package => Tool.TryOutput("dpkg", "-L", package) is not null)];

    private static void WriteSystem(TarWriter tar)
    {
        foreach (var folder in Folders)
        {
            var mode = folder == "tmp" ? (UnixFileMode)0b1_111_111_111 : (UnixFileMode)0b111_101_101;
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, folder) { Mode = mode });
        }

        foreach (var (link, target) in new[] { ("lib", "usr/lib"), ("lib64", "usr/lib64"), ("usr/bin/dotnet", "../share/dotnet/dotnet") })
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, link) { LinkName = target });
        }

        var user = Encoding.ASCII.GetBytes($"app:x:{User}:{User}::/tmp:/nologin\n");
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "etc/passwd") { DataStream = new MemoryStream(user) });
        var libraries = Packages().SelectMany(package => Tool.Output("dpkg", ["-L", package]).Split('\n')).Where(path => Library().IsMatch(path));
        foreach (var path in libraries.Select(path => path.StartsWith("/usr", StringComparison.Ordinal) ? path : $"/usr{path}").Distinct().Where(File.Exists))
        {
            Write(tar, path, path[1..]);
        }
    }

    private static void WriteRuntime(TarWriter tar)
    {
        var core = new DirectoryInfo(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        var root = core.Parent!.Parent!.Parent!.FullName;
        var folders = new[] { core.FullName, Path.Combine(root, "shared", "Microsoft.AspNetCore.App", core.Name), Path.Combine(root, "host", "fxr", core.Name) };
        foreach (var file in folders.SelectMany(Directory.EnumerateFiles).Prepend(Path.Combine(root, "dotnet")))
        {
            Write(tar, file, $"{DotnetRoot}/{Path.GetRelativePath(root, file)}");
        }
    }

    /// <summary>Writes what a path leads to; links are followed.</summary>
    private static void Write(TarWriter tar, string path, string name)
    {
        using var content = File.OpenRead(path);
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content, Mode = (UnixFileMode)0b111_101_101 });
    }

    [GeneratedRegex(@"^(/usr)?/lib(64|/[^/]+-linux-gnu)/[^/]+\.so(\.[\d.]+)?$")]
    private static partial Regex Library();
}
