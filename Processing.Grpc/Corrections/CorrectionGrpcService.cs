using Digits.Processing.V1;
using Digits.Processing.Versions;
using Grpc.Core;

namespace Digits.Processing.Corrections;

/// <summary>The calls about corrections, each handed to the part that does it.</summary>
internal sealed class CorrectionGrpcService(CorrectionQueue queue, CorrectionReview review, VersionHistory history)
    : CorrectionService.CorrectionServiceBase
{
    public override async Task<SubmitCorrectionResponse> SubmitCorrection(SubmitCorrectionRequest request, ServerCallContext context)
    {
        var correction = await queue.SubmitAsync(request, context.CancellationToken);
        return new SubmitCorrectionResponse { Correction = CorrectionMapping.ToProto(correction) };
    }

    public override Task<ListCorrectionsResponse> ListCorrections(ListCorrectionsRequest request, ServerCallContext context) =>
        queue.ListAsync(request, context.CancellationToken);

    public override async Task<AcceptCorrectionsResponse> AcceptCorrections(AcceptCorrectionsRequest request, ServerCallContext context)
    {
        var version = await review.AcceptAsync(request, context.CancellationToken);
        return new AcceptCorrectionsResponse { Dataset = await history.DescribeAsync(version, context.CancellationToken) };
    }

    public override async Task<RejectCorrectionsResponse> RejectCorrections(RejectCorrectionsRequest request, ServerCallContext context)
    {
        await review.RejectAsync(request, context.CancellationToken);
        return new RejectCorrectionsResponse();
    }
}
