using Digits.Processing.Formats.Arrays;
using Digits.Processing.Formats.Csv;
using Digits.Processing.Import;
using Digits.Processing.Storage;
using Digits.Processing.V1;

namespace Digits.Processing.Formats;

/// <summary>Finds out what uploaded files are and opens them as one sequence of labelled pictures.</summary>
internal static class SampleSource
{
    /// <summary>Opens an upload.</summary>
    /// <param name="files">The files, as they arrived; they must outlive the source.</param>
    /// <param name="folder">Where files may be put that lie in archives inside of archives; it must outlive the source.</param>
    /// <param name="settings">What the caller said about the files.</param>
    /// <param name="limits">How much the files may hold.</param>
    /// <exception cref="Grpc.Core.RpcException">The files as a whole cannot be imported.</exception>
    public static ISampleSource Open(
        IReadOnlyList<UploadedFile> files, WorkFolder folder, ImportSettings settings, ImportOptions limits)
    {
        var uploads = files.Select(file => new UploadFile(file)).ToList();
        var budget = new UnpackBudget(limits, uploads.Sum(file => file.MaxLength));
        var contents = new UploadContents(LabelMap.Of(settings.LabelMap), folder, budget, limits);
        try
        {
            // Label maps first: what comes after them is read by them.
            foreach (var file in uploads.OrderBy(file => Content.Recognize(file.ReadHead()) != ContentKind.Json))
            {
                contents.Add(file);
            }

            var sources = new List<PartSource>(contents.Archives);
            sources.AddRange(OpenTables(contents, settings, limits));
            if (contents.Arrays.Count > 0)
            {
                var arrays = ArrayPairing.Pair(ArrayGroups.Choose(contents.Arrays, settings.Name));
                sources.Add(new ArraySource(contents.ArrayFormat, arrays, contents.Map, settings.Transposed, limits.MaxImageSide));
            }

            if (sources.Count == 0)
            {
                throw Errors.NoSamples();
            }

            var formats = sources.Select(source => source.Format).Distinct().ToArray();
            return formats.Length == 1 ? new UploadSource(sources, contents.Broken) : throw Errors.FormatsMixed(formats);
        }
        catch
        {
            contents.Dispose();
            throw;
        }
    }

    // A table without labels or pictures beside a good one, as in what Kaggle hands out, is a broken file; alone it is a refusal.
    private static List<CsvSource> OpenTables(UploadContents contents, ImportSettings settings, ImportOptions limits)
    {
        var sources = new List<CsvSource>();
        Grpc.Core.RpcException? refusal = null;
        foreach (var table in contents.Tables)
        {
            try
            {
                var layout = CsvInspector.Inspect(table, settings.LabelColumn, limits.MaxImageSide);
                sources.Add(new CsvSource(table, layout, PartOf(table, contents.Tables), contents.Map));
            }
            catch (Grpc.Core.RpcException fault)
            {
                refusal ??= fault;
                contents.Broken.Add(SourceItem.Broken(table.Name, fault.Status.Detail));
            }
        }

        var nothing = sources.Count + contents.Arrays.Count + contents.Archives.Count == 0;
        return nothing && refusal is not null ? throw refusal : sources;
    }

    // Beside a table that says "test", one that says nothing is for training.
    private static Part PartOf(DataFile table, IReadOnlyList<DataFile> tables)
    {
        var part = Of(table);
        return part == Part.Unspecified && tables.Any(other => Of(other) == Part.Test) ? Part.Train : part;

        static Part Of(DataFile file) =>
            PartWords.Of(file.OwnName) is var own and not Part.Unspecified ? own : PartWords.Of(file.ArchiveName);
    }
}
