using Digits.Imaging;
using Digits.Imaging.Handwriting;
using Digits.Processing.Import;
using Digits.Processing.Storage;
using Digits.Processing.V1;
using Digits.Processing.Versions;
using Digits.ServiceDefaults.Settings;
using Microsoft.Extensions.Options;

namespace Digits.Processing.Generation;

/// <summary>Draws data sets with the program's own pen, block by block to the disk.</summary>
internal sealed class DatasetGenerator(
    VersionCommits commits, DigitsConfig config, IOptions<ImportOptions> options, ProcessingTelemetry telemetry, ILogger<DatasetGenerator> logger)
{
    // Drawn at once on every core: a third of a second's work, 3 MB.
    private const int BlockSize = 4000;

    private const int LeastCount = 2;

    /// <summary>What a request asks for, checked.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: something in it is wrong.</exception>
    public GenerationPlan Plan(GenerateDatasetRequest request)
    {
        if (request.Name.Length == 0)
        {
            throw Errors.NameRequired();
        }

        DatasetName.Check(request.Name);
        var count = request.Count == 0 ? SyntheticDigits.StarterCount : request.Count;
        if (count < LeastCount || count > options.Value.MaxSamples)
        {
            throw Errors.CountOutOfRange(count, LeastCount, options.Value.MaxSamples);
        }

        var rule = ImportSettingsCheck.Split(
            request.HasSplitRatio ? request.SplitRatio : config.SplitRatio, request.ValidationRatio, request.Seed);
        var note = FormattableString.Invariant($"{count} digits drawn by the program from seed {request.Seed}");
        return new GenerationPlan(request.Name, count, request.Seed, rule, Change.Checked(ChangeKind.Generate, request.Author, note));
    }

    /// <summary>Draws a data set and makes it a version; nothing is kept unless this ends well.</summary>
    /// <param name="plan">What to draw.</param>
    /// <param name="report">Told how many samples are drawn, at the beginning and after every block.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<StoredVersion> GenerateAsync(GenerationPlan plan, Func<int, Task> report, CancellationToken cancellationToken)
    {
        using var span = telemetry.Begin("digits.generate", plan.Name)?.SetTag("digits.samples", plan.Count);
        using var writer = commits.Begin(plan.Name);
        writer.FixLabels(SyntheticDigits.Labels);
        await report(0);
        var size = SyntheticDigits.Shape.Size;
        var (pixels, classes) = (new byte[BlockSize * size], new int[BlockSize]);
        while (writer.Count < plan.Count)
        {
            var count = Math.Min(BlockSize, plan.Count - writer.Count);
            SyntheticDigits.DrawTogether(
                plan.Seed, writer.Count, pixels.AsMemory(0, count * size), classes.AsMemory(0, count), cancellationToken);
            for (var i = 0; i < count; i++)
            {
                writer.Append(InShape(pixels.AsSpan(i * size, size), writer), SyntheticDigits.Labels[classes[i]], Part.Unspecified);
            }

            await report(writer.Count);
        }

        var (version, _) = await commits.CommitAsync(writer, plan.Rule, plan.Change, cancellationToken);
        Log.DatasetGenerated(logger, version.Name, version.Version, plan.Count, plan.Seed);
        return version;
    }

    private static ReadOnlySpan<byte> InShape(ReadOnlySpan<byte> drawn, VersionWriter writer)
    {
        var (from, to) = (SyntheticDigits.Shape, writer.Shape);
        return from == to
            ? drawn
            : Normalizer.Normalize(new GrayImage(from.Width, from.Height, drawn.ToArray()), to.Width, to.Height).Pixels;
    }
}
