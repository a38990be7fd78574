using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Digits.Deploy.Tests.Manifests;

namespace Digits.Deploy.Tests.Images;

/// <summary>An image that was published to an archive, unpacked.</summary>
internal sealed class ServiceImage
{
    private readonly string _folder;
    private readonly JsonNode _manifest;

    public ServiceImage(string name, string archive, string folder)
    {
        Name = name;
        _folder = folder;
        TarFile.ExtractToDirectory(archive, Directory.CreateDirectory(folder).FullName, overwriteFiles: true);
        _manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json")))![0]!;
        Config = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, _manifest.Text("Config")!)))!.At("config")!;
    }

    public string Name { get; }

    /// <summary>What a container of it is started with: user, environment, entry point, labels.</summary>
    public JsonNode Config { get; }

    public IEnumerable<string> Tags => _manifest.Texts("RepoTags");

    /// <summary>The files that come on top of the base, by path, with their sizes.</summary>
    public IReadOnlyDictionary<string, long> OwnFiles()
    {
        var files = new Dictionary<string, long>();
        foreach (var layer in Layers().Skip(1))
        {
            using var tar = Open(layer);
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                {
                    files[entry.Name] = entry.Length;
                }
            }
        }

        return files;
    }

    /// <summary>Lays the layers over each other.</summary>
    public void UnpackInto(string root)
    {
        Directory.CreateDirectory(root);
        foreach (var layer in Layers())
        {
            using var content = Content(layer);
            TarFile.ExtractToDirectory(content, root, overwriteFiles: true);
        }
    }

    private static Stream Content(string layer)
    {
        var file = File.OpenRead(layer);
        var isPacked = file.ReadByte() == 0x1F;
        file.Position = 0;
        return isPacked ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static TarReader Open(string layer) => new(Content(layer));

    private IEnumerable<string> Layers() => _manifest.Texts("Layers").Select(layer => Path.Combine(_folder, layer));
}
