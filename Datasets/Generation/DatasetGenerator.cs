using Digits.Datasets.Editing;
using Digits.Datasets.Formats;
using Digits.Datasets.Storage;
using Digits.Datasets.Versions;
using Digits.Imaging;
using Digits.Imaging.Handwriting;

namespace Digits.Datasets.Generation;

/// <summary>Draws data sets with the program's own pen, block by block to the disk.</summary>
internal sealed class DatasetGenerator(
    VersionCommits commits, DatasetSettings settings, IOptions<ImportOptions> options, DatasetTelemetry telemetry, ILogger<DatasetGenerator> logger)
{
    // Drawn at once on every core: a third of a second's work, 3 MB.
    private const int BlockSize = 4000;

    private const int LeastCount = 2;

    /// <summary>What is asked for, checked.</summary>
    /// <param name="name">The data set's name.</param>
    /// <param name="alphabet">Which characters; empty for the digits.</param>
    /// <param name="count">How many samples; 0 for the usual number.</param>
    /// <param name="seed">Decides every image and the split.</param>
    /// <param name="splitRatio">Share that does not go to the test part; null for the configured one.</param>
    /// <param name="validationRatio">Share that goes to the validation part.</param>
    /// <param name="author">Who asks; may be empty.</param>
    /// <param name="mode">What becomes of a data set of this name.</param>
    /// <exception cref="RefusalException">Something of it is wrong.</exception>
    public GenerationPlan Plan(
        string name, string alphabet, int count, uint seed, double? splitRatio, double validationRatio, string author, ImportMode mode)
    {
        DatasetName.Check(name);
        if (!Enum.IsDefined(mode))
        {
            throw Errors.ChoiceUnknown("mode", (int)mode);
        }

        var written = Alphabet.Find(alphabet.Length == 0 ? Alphabet.Digits.Name : alphabet)
            ?? throw Errors.AlphabetUnknown(alphabet, Alphabet.All.Select(one => one.Name));
        count = count == 0 ? SyntheticHandwriting.StarterCount : count;
        if (count < LeastCount || count > options.Value.MaxSamples)
        {
            throw Errors.CountOutOfRange(count, LeastCount, options.Value.MaxSamples);
        }

        var rule = SplitRule.Checked(splitRatio ?? settings.SplitRatio, validationRatio, seed);
        var note = FormattableString.Invariant($"{count} {Drawn(written)} drawn by the program from seed {seed}");
        return new GenerationPlan(name, written, count, seed, rule, Change.Checked(ChangeKind.Generate, author, note), mode);
    }

    /// <summary>Draws a data set and makes it a version; nothing is kept unless this ends well.</summary>
    /// <param name="plan">What to draw.</param>
    /// <param name="report">Told how many samples are drawn, at the beginning and after every block.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<StoredVersion> GenerateAsync(GenerationPlan plan, Func<int, Task> report, CancellationToken cancellationToken)
    {
        using var span = telemetry.Begin("digits.generate", plan.Name)?.SetTag("digits.samples", plan.Count);
        using var writer = await commits.BeginAsync(plan.Name, plan.Mode, keep: true, cancellationToken);
        writer.FixLabels(plan.Alphabet.Labels);
        await report(0);
        var size = SyntheticHandwriting.Shape.Size;
        var (pixels, classes) = (new byte[BlockSize * size], new int[BlockSize]);
        while (writer.Count < plan.Count)
        {
            var count = Math.Min(BlockSize, plan.Count - writer.Count);
            SyntheticHandwriting.DrawTogether(
                plan.Alphabet, plan.Seed, writer.Count, pixels.AsMemory(0, count * size), classes.AsMemory(0, count), cancellationToken);
            for (var i = 0; i < count; i++)
            {
                writer.Append(InShape(pixels.AsSpan(i * size, size), writer), plan.Alphabet.Labels[classes[i]], Part.Unspecified);
            }

            await report(writer.Count);
        }

        var (version, _) = await commits.CommitAsync(writer, plan.Rule, plan.Mode, plan.Change, cancellationToken);
        Log.DatasetGenerated(logger, version.Name, version.Version, plan.Count, plan.Alphabet.Name, plan.Seed);
        return version;
    }

    private static string Drawn(Alphabet alphabet) =>
        alphabet == Alphabet.Digits ? "digits" : $"characters ({alphabet.Name})";

    private static ReadOnlySpan<byte> InShape(ReadOnlySpan<byte> drawn, VersionWriter writer)
    {
        var (from, to) = (SyntheticHandwriting.Shape, writer.Shape);
        return from == to
            ? drawn
            : Normalizer.Normalize(new GrayImage(from.Width, from.Height, drawn.ToArray()), to.Width, to.Height).Pixels;
    }
}

/// <summary>A data set to draw.</summary>
/// <param name="Name">Its name, checked.</param>
/// <param name="Alphabet">Which characters.</param>
/// <param name="Count">How many samples.</param>
/// <param name="Seed">Decides every image and the split.</param>
/// <param name="Rule">How the samples are divided.</param>
/// <param name="Change">Why.</param>
/// <param name="Mode">What becomes of a data set of this name.</param>
internal sealed record GenerationPlan(string Name, Alphabet Alphabet, int Count, uint Seed, SplitRule Rule, Change Change, ImportMode Mode);

internal static partial class Log
{
    [LoggerMessage(
        100, LogLevel.Information, "Drew {Dataset} version {Version}: {Count} characters of {Alphabet} from seed {Seed}.", EventName = "DatasetGenerated")]
    public static partial void DatasetGenerated(
        ILogger logger, string dataset, string version, int count, string alphabet, uint seed);
}
