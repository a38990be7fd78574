using Digits.Processing.Samples;
using Digits.Processing.Storage;
using Digits.Processing.V1;
using Digits.Processing.Versions;
using Digits.ServiceDefaults.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Digits.Processing.Corrections;

/// <summary>Takes corrections in and shows them. They stay, reviewed or not.</summary>
internal sealed class CorrectionQueue(
    IDbContextFactory<DatasetsContext> contexts, DigitsConfig config, IOptions<CorrectionOptions> options, TimeProvider clock)
    : IDisposable
{
    // One at a time, so that the limit holds.
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Keeps a correction. What waits already, the same picture with the same label, is not kept twice.</summary>
    /// <exception cref="Grpc.Core.RpcException">Something is wrong with it, or too many wait.</exception>
    public async Task<StoredCorrection> SubmitAsync(SubmitCorrectionRequest request, CancellationToken cancellationToken)
    {
        var correction = Check(request);
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

    /// <summary>Shows a page of corrections, oldest first.</summary>
    /// <exception cref="Grpc.Core.RpcException">There is no such page.</exception>
    public async Task<ListCorrectionsResponse> ListAsync(ListCorrectionsRequest request, CancellationToken cancellationToken)
    {
        var size = PageSize.Check(request.PageSize);
        var state = request.State == CorrectionState.Unspecified ? CorrectionState.Pending : request.State;
        if (!Enum.IsDefined(state))
        {
            throw Errors.ChoiceUnknown("state", (int)state);
        }

        var after = request.PageToken.Length == 0 ? 0 : CorrectionMapping.Id(request.PageToken) ?? throw Errors.PageTokenInvalid();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Corrections.Where(row => row.State == state && (request.Dataset == "" || row.Dataset == request.Dataset));

        // One more than the page holds tells whether there is another page.
        var found = await rows.Where(row => row.Id > after).OrderBy(row => row.Id).Take(size + 1).ToListAsync(cancellationToken);
        return new ListCorrectionsResponse
        {
            Corrections = { found.Take(size).Select(CorrectionMapping.ToProto) },
            NextPageToken = found.Count > size ? CorrectionMapping.Name(found[size - 1].Id) : "",
            TotalSize = await rows.CountAsync(cancellationToken),
        };
    }

    public void Dispose() => _turn.Dispose();

    private StoredCorrection Check(SubmitCorrectionRequest request)
    {
        if (request.Dataset.Length == 0)
        {
            throw Errors.NameRequired();
        }

        DatasetName.Check(request.Dataset);
        if (request.ModelVersion < 0)
        {
            throw Errors.ModelVersionInvalid(request.ModelVersion);
        }

        return new StoredCorrection
        {
            Dataset = request.Dataset,
            State = CorrectionState.Pending,
            Label = EditRequests.Label(request.Label),
            PredictedLabel = request.PredictedLabel.Length == 0 ? "" : EditRequests.Label(request.PredictedLabel, "predicted_label"),
            Model = Change.CheckText("model", request.Model, Change.MaxAuthorLength),
            ModelVersion = request.ModelVersion,
            Author = Change.CheckText("author", request.Author, Change.MaxAuthorLength),
            Image = EditRequests.Image(request.Data, request.Png, config),
            Width = config.InputShape[1],
            Height = config.InputShape[0],
            CreateTime = clock.GetUtcNow(),
        };
    }
}
