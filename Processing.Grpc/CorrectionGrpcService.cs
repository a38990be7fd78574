using Digits.Datasets;
using Digits.Datasets.Corrections;
using Digits.Datasets.Storage;
using Digits.Processing.History;
using Digits.Processing.Mapping;
using Digits.Processing.V1;
using Grpc.Core;
using CorrectionState = Digits.Datasets.Storage.CorrectionState;

namespace Digits.Processing;

/// <summary>The calls about corrections, each handed to the part that does it.</summary>
internal sealed class CorrectionGrpcService(CorrectionQueue queue, CorrectionReview review, VersionHistory history)
    : CorrectionService.CorrectionServiceBase
{
    public override async Task<SubmitCorrectionResponse> SubmitCorrection(SubmitCorrectionRequest request, ServerCallContext context)
    {
        var picture = request.Data.IsEmpty ? request.Png : request.Data;
        var reported = new NewCorrection(
            request.Dataset, picture.Memory, request.PredictedLabel, request.Label, request.Model, request.ModelVersion, request.Author);
        return new SubmitCorrectionResponse { Correction = CorrectionMapping.ToProto(await queue.SubmitAsync(reported, context.CancellationToken)) };
    }

    public override async Task<ListCorrectionsResponse> ListCorrections(ListCorrectionsRequest request, ServerCallContext context)
    {
        var size = PageSize.Check(request.PageSize);
        var state = request.State == V1.CorrectionState.Unspecified ? CorrectionState.Pending : (CorrectionState)request.State;
        if (!Enum.IsDefined(state))
        {
            throw Errors.ChoiceUnknown("state", (int)state);
        }

        var after = request.PageToken.Length == 0 ? 0 : StoredCorrection.IdOf(request.PageToken) ?? throw RequestErrors.PageTokenInvalid();

        // One row more than the page holds shows whether there is another page.
        var (found, total) = await queue.ListAsync(state, request.Dataset, after, size + 1, context.CancellationToken);
        return new ListCorrectionsResponse
        {
            Corrections = { found.Take(size).Select(CorrectionMapping.ToProto) },
            NextPageToken = found.Count > size ? StoredCorrection.NameOf(found[size - 1].Id) : "",
            TotalSize = total,
        };
    }

    public override async Task<AcceptCorrectionsResponse> AcceptCorrections(AcceptCorrectionsRequest request, ServerCallContext context)
    {
        var version = await review.AcceptAsync(
            request.Corrections, request.Labels.AsReadOnly(), PartMapping.OrNone(request.Part), request.Author, context.CancellationToken);
        return new AcceptCorrectionsResponse { Dataset = await history.DescribeAsync(version, context.CancellationToken) };
    }

    public override async Task<RejectCorrectionsResponse> RejectCorrections(RejectCorrectionsRequest request, ServerCallContext context)
    {
        await review.RejectAsync(request.Corrections, request.Author, context.CancellationToken);
        return new RejectCorrectionsResponse();
    }
}
