using System.Globalization;
using Digits.Processing.V1;
using Digits.ServiceDefaults.Errors;
using Digits.ServiceDefaults.Limits;
using Grpc.Core;

namespace Digits.Processing.Limits;

/// <summary>
/// Bounds calls whose one message may be large, before that message is read: a handler, and an interceptor too, is called with the message
/// in memory already. What waits here is held back by HTTP/2's flow control.
/// </summary>
internal sealed class RequestLimit(RequestDelegate next, WorkLimits limits)
{
    private static readonly string Processing = $"/{ProcessingService.Descriptor.FullName}/";
    private static readonly string Correction = $"/{CorrectionService.Descriptor.FullName}/";

    private readonly Dictionary<string, CallLimit> _limits = new(StringComparer.Ordinal)
    {
        [Processing + nameof(ProcessingService.ProcessingServiceBase.NormalizeImage)] = limits.Pictures,
        [Correction + nameof(CorrectionService.CorrectionServiceBase.SubmitCorrection)] = limits.Pictures,
        [Processing + nameof(ProcessingService.ProcessingServiceBase.AddSamples)] = limits.Edits,
        [Processing + nameof(ProcessingService.ProcessingServiceBase.RelabelSamples)] = limits.Edits,
        [Processing + nameof(ProcessingService.ProcessingServiceBase.RemoveSamples)] = limits.Edits,
        [Processing + nameof(ProcessingService.ProcessingServiceBase.EditSamples)] = limits.Edits,
        [Correction + nameof(CorrectionService.CorrectionServiceBase.AcceptCorrections)] = limits.Edits,
        [Correction + nameof(CorrectionService.CorrectionServiceBase.RejectCorrections)] = limits.Edits,
    };

    public async Task InvokeAsync(HttpContext context)
    {
        if (!_limits.TryGetValue(context.Request.Path.Value ?? "", out var limit))
        {
            await next(context);
            return;
        }

        IDisposable turn;
        try
        {
            turn = await limit.EnterAsync(context.RequestAborted);
        }
        catch (RpcException refusal)
        {
            Refuse(context.Response, refusal);
            return;
        }
        catch (OperationCanceledException)
        {
            // The caller is gone.
            return;
        }

        using (turn)
        {
            await next(context);
        }
    }

    // A response without a body, whose headers are the trailers as well.
    private static void Refuse(HttpResponse response, RpcException refusal)
    {
        response.ContentType = "application/grpc";
        response.Headers["grpc-status"] = ((int)refusal.StatusCode).ToString(CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = Uri.EscapeDataString(refusal.Status.Detail);
        if (refusal.Trailers.GetValueBytes(RpcErrors.DetailsTrailer) is { } details)
        {
            response.Headers[RpcErrors.DetailsTrailer] = Convert.ToBase64String(details);
        }
    }
}
