using System.ComponentModel.DataAnnotations;
using Digits.Datasets.Editing;
using Digits.Datasets.Storage;
using Microsoft.EntityFrameworkCore;

namespace Digits.Datasets.Corrections;

/// <summary>A correction as a caller reports it.</summary>
/// <param name="Dataset">The data set that it is for.</param>
/// <param name="Picture">The picture's file.</param>
/// <param name="PredictedLabel">What was read; may be empty.</param>
/// <param name="Label">What it is.</param>
/// <param name="Model">The model that was wrong; may be empty.</param>
/// <param name="ModelVersion">Its version; 0 when not known.</param>
/// <param name="Author">Who reports it; may be empty.</param>
internal sealed record NewCorrection(
    string Dataset, ReadOnlyMemory<byte> Picture, string PredictedLabel, string Label, string Model, int ModelVersion, string Author);

/// <summary>Takes corrections in and shows them. They stay, reviewed or not.</summary>
internal sealed class CorrectionQueue(
    IDbContextFactory<DatasetsContext> contexts, DatasetSettings settings, IOptions<CorrectionOptions> options, TimeProvider clock)
    : IDisposable
{
    // One at a time, so that the limit holds.
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Keeps a correction. The same picture with the same label is not kept twice while it waits.</summary>
    /// <exception cref="RefusalException">Something is wrong with it, or too many wait.</exception>
    public async Task<StoredCorrection> SubmitAsync(NewCorrection reported, CancellationToken cancellationToken)
    {
        var correction = Check(reported);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var pending = context.Corrections.Where(row => row.State == CorrectionState.Pending);
            var same = await pending.FirstOrDefaultAsync(
                row => row.Dataset == correction.Dataset && row.Label == correction.Label && row.Image == correction.Image, cancellationToken);
            if (same is not null)
            {
                return same;
            }

            if (await pending.CountAsync(cancellationToken) >= options.Value.MaxPending)
            {
                throw Errors.TooManyCorrections(options.Value.MaxPending);
            }

            context.Add(correction);
            await context.SaveChangesAsync(cancellationToken);
            return correction;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Lists corrections, oldest first.</summary>
    /// <param name="state">Only those in this state.</param>
    /// <param name="dataset">Only those for this data set; empty for all.</param>
    /// <param name="after">Only those behind this one.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The corrections, and how many there are wherever the list begins and ends.</returns>
    public async Task<(IReadOnlyList<StoredCorrection> Found, int Total)> ListAsync(
        CorrectionState state, string dataset, long after, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Corrections.Where(row => row.State == state && (dataset == "" || row.Dataset == dataset));
        var found = await rows.Where(row => row.Id > after).OrderBy(row => row.Id).Take(limit).ToListAsync(cancellationToken);
        return (found, await rows.CountAsync(cancellationToken));
    }

    public void Dispose() => _turn.Dispose();

    private StoredCorrection Check(NewCorrection reported)
    {
        DatasetName.Check(reported.Dataset);
        if (reported.ModelVersion < 0)
        {
            throw Errors.ModelVersionInvalid(reported.ModelVersion);
        }

        return new StoredCorrection
        {
            Dataset = reported.Dataset,
            State = CorrectionState.Pending,
            Label = SampleInput.Label(reported.Label),
            PredictedLabel = reported.PredictedLabel.Length == 0 ? "" : SampleInput.Label(reported.PredictedLabel, "predicted_label"),
            Model = Change.CheckText("model", reported.Model, Change.MaxAuthorLength),
            ModelVersion = reported.ModelVersion,
            Author = Change.CheckText("author", reported.Author, Change.MaxAuthorLength),
            Image = SampleInput.Image(reported.Picture.Span, settings.Shape),
            Width = settings.Shape.Width,
            Height = settings.Shape.Height,
            CreateTime = clock.GetUtcNow(),
        };
    }
}

/// <summary>How many corrections may wait; section <c>Corrections</c> of the configuration.</summary>
internal sealed class CorrectionOptions
{
    public const string Section = "Corrections";

    private const int DefaultMaxPending = 10_000;

    /// <summary>Corrections that may wait for review at once; one over that number is refused.</summary>
    [Range(1, 1_000_000)]
    public int MaxPending { get; set; } = DefaultMaxPending;
}
