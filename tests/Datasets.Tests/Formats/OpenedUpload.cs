using Digits.Datasets.Formats;
using Digits.Datasets.Storage;
using Digits.Tests;

namespace Digits.Datasets.Tests.Formats;

/// <summary>Files on disk, read as an import reads them.</summary>
internal static class OpenedUpload
{
    public static readonly ImportSettings Plain = new() { Name = "a" };

    /// <summary>Reads everything.</summary>
    public static (string Format, IReadOnlyList<string>? Labels, List<SourceItem> Items) Read(params (string Name, byte[] Bytes)[] files) =>
        Read(Plain, new ImportOptions(), files);

    public static (string Format, IReadOnlyList<string>? Labels, List<SourceItem> Items) Read(
        ImportSettings settings, ImportOptions limits, params (string Name, byte[] Bytes)[] files) =>
        Open(settings, limits, files, source => (source.Format, source.Labels, source.Read(CancellationToken.None).ToList()));

    /// <summary>Reads pictures of 64-bit floats, labelled 0, 1, 2 ...</summary>
    public static (List<SourceItem> Items, ImportFindings Findings) Floats(int side, double[] values, ImportSettings? settings = null)
    {
        var count = values.Length / side / side;
        var pictures = NpyBytes.Of("<f8", $"{count}, {side}, {side}", [.. values.SelectMany(BitConverter.GetBytes)]);
        var (_, _, items, findings) = ReadFindings(settings ?? Plain, new ImportOptions(), ("x.npy", pictures), ("y.npy", NpyBytes.Labels(count)));
        return (items, findings);
    }

    private static T Open<T>(ImportSettings settings, ImportOptions limits, (string Name, byte[] Bytes)[] files, Func<UploadedSamples, T> use)
    {
        using var folder = new TempFolder();
        using var work = new WorkFolder(Path.Combine(folder.Path, "work"));
        var uploads = new List<UploadedFile>();
        foreach (var (name, bytes) in files)
        {
            var path = Path.Combine(folder.Path, $"{uploads.Count}");
            File.WriteAllBytes(path, bytes);
            uploads.Add(new UploadedFile(name, path));
        }

        using var source = UploadedSamples.Open(uploads, work, settings, limits);
        return use(source);
    }

    /// <summary>Reads everything, and says what was found out about the files.</summary>
    public static (string Format, IReadOnlyList<string>? Labels, List<SourceItem> Items, ImportFindings Findings) ReadFindings(
        ImportSettings settings, ImportOptions limits, params (string Name, byte[] Bytes)[] files) =>
        Open(settings, limits, files, source => (source.Format, source.Labels, source.Read(CancellationToken.None).ToList(), source.Findings));

    public static (string Format, IReadOnlyList<string>? Labels, List<SourceItem> Items, ImportFindings Findings) ReadFindings(
        params (string Name, byte[] Bytes)[] files) => ReadFindings(Plain, new ImportOptions(), files);

    /// <summary>The refusal that reading ends in.</summary>
    public static Refusal RefusalOf(params (string Name, byte[] Bytes)[] files) => RefusalOf(Plain, new ImportOptions(), files);

    public static Refusal RefusalOf(ImportSettings settings, ImportOptions limits, params (string Name, byte[] Bytes)[] files) =>
        Refusal.Of(() => Read(settings, limits, files));
}
