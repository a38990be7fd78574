using Digits.Processing.Mapping;
using Digits.Processing.Storage;
using Digits.Processing.V1;
using Digits.Processing.Versions;
using Google.Protobuf.Collections;
using Microsoft.EntityFrameworkCore;

namespace Digits.Processing.Corrections;

/// <summary>Accepts and rejects corrections, each request whole or not at all.</summary>
internal sealed class CorrectionReview(
    IDbContextFactory<DatasetsContext> contexts, DatasetCatalog catalog, DatasetEditor editor, TimeProvider clock)
{
    private const int MaxNamed = 1000;

    /// <summary>
    /// Makes corrections samples of a new version. That they are accepted is written in the transaction that makes the version known, so
    /// none is ever lost or taken twice.
    /// </summary>
    /// <exception cref="Grpc.Core.RpcException">The request is wrong, or a correction does not wait for review.</exception>
    public async Task<StoredVersion> AcceptAsync(AcceptCorrectionsRequest request, CancellationToken cancellationToken)
    {
        var part = request.Part == Part.Unspecified ? request.Part : PartMapping.Known(request.Part);
        var named = Named(request.Corrections);
        if (request.Labels.Keys.FirstOrDefault(name => !named.Contains(name)) is { } other)
        {
            throw Errors.LabelOfOther(other);
        }

        var labels = request.Labels.ToDictionary(entry => entry.Key, entry => EditRequests.Label(entry.Value, $"labels[{entry.Key}]"));
        var corrections = await FindAsync(request.Corrections, cancellationToken);
        var dataset = corrections[0].Dataset;
        if (corrections.Find(correction => correction.Dataset != dataset) is { } mixed)
        {
            throw Errors.CorrectionsMixed(dataset, mixed.Dataset);
        }

        await CheckShapeAsync(corrections, cancellationToken);
        var accepted = corrections.ToDictionary(
            correction => correction.Id,
            correction => labels.GetValueOrDefault(CorrectionMapping.Name(correction.Id), correction.Label));
        var samples = corrections.ConvertAll(correction => new AddedSample(correction.Image, accepted[correction.Id], part));
        var change = Change.Checked(ChangeKind.Correct, request.Author) with
        {
            Alongside = context => MarkAcceptedAsync(context, accepted, request.Author),
        };
        var (version, _) = await editor.AddAsync(dataset, samples, change, cancellationToken);
        return version;
    }

    /// <summary>Turns corrections down.</summary>
    /// <exception cref="Grpc.Core.RpcException">The request is wrong, or a correction does not wait for review.</exception>
    public async Task RejectAsync(RejectCorrectionsRequest request, CancellationToken cancellationToken)
    {
        var reviewer = Change.Checked(ChangeKind.Correct, request.Author).Author;
        var ids = (await FindAsync(request.Corrections, cancellationToken)).ConvertAll(correction => correction.Id);
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

    private static HashSet<string> Named(RepeatedField<string> names)
    {
        if (names.Count is 0 or > MaxNamed)
        {
            throw names.Count == 0 ? Errors.CorrectionsRequired() : Errors.TooManyCorrectionsNamed(names.Count, MaxNamed);
        }

        var named = new HashSet<string>(names.Count, StringComparer.Ordinal);
        return names.FirstOrDefault(name => !named.Add(name)) is { } twice ? throw Errors.CorrectionTwice(twice) : named;
    }

    private async Task<List<StoredCorrection>> FindAsync(RepeatedField<string> names, CancellationToken cancellationToken)
    {
        Named(names);
        var ids = names.Select(name => CorrectionMapping.Id(name) ?? throw Errors.CorrectionNotFound(name)).ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Corrections.Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
        var found = ids.ConvertAll(id => rows.GetValueOrDefault(id) ?? throw Errors.CorrectionNotFound(CorrectionMapping.Name(id)));
        return found.Find(correction => correction.State != CorrectionState.Pending) is { } reviewed
            ? throw Errors.CorrectionNotPending(CorrectionMapping.Name(reviewed.Id), reviewed.State)
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
