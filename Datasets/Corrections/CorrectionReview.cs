using Digits.Datasets.Editing;
using Digits.Datasets.Storage;
using Digits.Datasets.Versions;
using Microsoft.EntityFrameworkCore;

namespace Digits.Datasets.Corrections;

/// <summary>Accepts and rejects corrections, each request whole or not at all.</summary>
internal sealed class CorrectionReview(
    IDbContextFactory<DatasetsContext> contexts, DatasetCatalog catalog, DatasetEditor editor, TimeProvider clock)
{
    private const int MaxNamed = 1000;

    /// <summary>
    /// Makes corrections samples of a new version. That they are accepted is written in the transaction that makes the version known, so
    /// none is ever lost or taken twice.
    /// </summary>
    /// <param name="names">The corrections.</param>
    /// <param name="relabeled">Labels that the reviewer gives instead of the reported ones, by correction.</param>
    /// <param name="part">The part that the samples go to; unspecified to have it drawn.</param>
    /// <param name="author">Who reviews; may be empty.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RefusalException">The request is wrong, or a correction does not wait for review.</exception>
    public async Task<StoredVersion> AcceptAsync(
        IReadOnlyList<string> names, IReadOnlyDictionary<string, string> relabeled, Part part, string author, CancellationToken cancellationToken)
    {
        var named = Named(names);
        if (relabeled.Keys.FirstOrDefault(name => !named.Contains(name)) is { } other)
        {
            throw Errors.LabelOfOther(other);
        }

        var labels = relabeled.ToDictionary(entry => entry.Key, entry => SampleInput.Label(entry.Value, $"labels[{entry.Key}]"));
        var corrections = await FindAsync(names, cancellationToken);
        var dataset = corrections[0].Dataset;
        if (corrections.Find(correction => correction.Dataset != dataset) is { } mixed)
        {
            throw Errors.CorrectionsMixed(dataset, mixed.Dataset);
        }

        await CheckShapeAsync(corrections, cancellationToken);
        var accepted = corrections.ToDictionary(
            correction => correction.Id,
            correction => labels.GetValueOrDefault(StoredCorrection.NameOf(correction.Id), correction.Label));
        var samples = corrections.ConvertAll(correction => new AddedSample(correction.Image, accepted[correction.Id], part));
        var change = Change.Checked(ChangeKind.Correct, author) with
        {
            Alongside = context => MarkAcceptedAsync(context, accepted, author),
        };
        var (version, _) = await editor.AddAsync(dataset, samples, change, cancellationToken);
        return version;
    }

    /// <summary>Turns corrections down.</summary>
    /// <exception cref="RefusalException">The request is wrong, or a correction does not wait for review.</exception>
    public async Task RejectAsync(IReadOnlyList<string> names, string author, CancellationToken cancellationToken)
    {
        var reviewer = Change.Checked(ChangeKind.Correct, author).Author;
        var ids = (await FindAsync(names, cancellationToken)).ConvertAll(correction => correction.Id);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var rejected = await context.Corrections
            .Where(row => ids.Contains(row.Id) && row.State == CorrectionState.Pending)
            .ExecuteUpdateAsync(
                row => row.SetProperty(correction => correction.State, CorrectionState.Rejected)
                    .SetProperty(correction => correction.Reviewer, reviewer)
                    .SetProperty(correction => correction.ReviewTime, now),
                cancellationToken);
        if (rejected != ids.Count)
        {
            throw Errors.CorrectionsReviewedMeanwhile();
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private async Task MarkAcceptedAsync(DatasetsContext context, Dictionary<long, string> accepted, string reviewer)
    {
        var now = clock.GetUtcNow();
        foreach (var (id, label) in accepted)
        {
            var changed = await context.Corrections
                .Where(row => row.Id == id && row.State == CorrectionState.Pending)
                .ExecuteUpdateAsync(row => row.SetProperty(correction => correction.State, CorrectionState.Accepted)
                    .SetProperty(correction => correction.Label, label)
                    .SetProperty(correction => correction.Reviewer, reviewer)
                    .SetProperty(correction => correction.ReviewTime, now));
            if (changed == 0)
            {
                throw Errors.CorrectionsReviewedMeanwhile();
            }
        }
    }

    private static HashSet<string> Named(IReadOnlyList<string> names)
    {
        if (names.Count is 0 or > MaxNamed)
        {
            throw names.Count == 0 ? Errors.CorrectionsRequired() : Errors.TooManyCorrectionsNamed(names.Count, MaxNamed);
        }

        var named = new HashSet<string>(names.Count, StringComparer.Ordinal);
        return names.FirstOrDefault(name => !named.Add(name)) is { } twice ? throw Errors.CorrectionTwice(twice) : named;
    }

    private async Task<List<StoredCorrection>> FindAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        Named(names);
        var ids = names.Select(name => StoredCorrection.IdOf(name) ?? throw Errors.CorrectionNotFound(name)).ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Corrections.Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
        var found = ids.ConvertAll(id => rows.GetValueOrDefault(id) ?? throw Errors.CorrectionNotFound(StoredCorrection.NameOf(id)));
        return found.Find(correction => correction.State != CorrectionState.Pending) is { } reviewed
            ? throw Errors.CorrectionNotPending(StoredCorrection.NameOf(reviewed.Id), reviewed.State)
            : found;
    }

    // A data set keeps the size that was configured when it began.
    private async Task CheckShapeAsync(List<StoredCorrection> corrections, CancellationToken cancellationToken)
    {
        var dataset = corrections[0].Dataset;
        var version = await catalog.FindAsync(dataset, "", cancellationToken);
        var (width, height) = version is null ? (corrections[0].Width, corrections[0].Height) : (version.Width, version.Height);
        if (corrections.Exists(correction => correction.Width != width || correction.Height != height))
        {
            throw Errors.CorrectionShape(dataset);
        }
    }
}
