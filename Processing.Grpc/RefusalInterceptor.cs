using Digits.Datasets;
using Digits.ServiceDefaults.Errors;
using Grpc.Core;

namespace Digits.Processing;

/// <summary>The one place where a refusal of the data sets becomes a status.</summary>
internal sealed class RefusalInterceptor : FaultInterceptor
{
    protected override bool Handles(Exception exception, ServerCallContext context) => exception is RefusalException;

    protected override RpcException Translate(Exception exception, ServerCallContext context) => ToStatus((RefusalException)exception);

    internal static RpcException ToStatus(RefusalException refusal) => refusal.Kind switch
    {
        RefusalKind.InvalidInput => RpcErrors.InvalidArgument(refusal.Reason, refusal.Message, refusal.Faults),
        RefusalKind.NotFound => RpcErrors.NotFound(refusal.Reason, refusal.Message),
        RefusalKind.AlreadyExists => RpcErrors.AlreadyExists(refusal.Reason, refusal.Message),
        RefusalKind.NotPossible => RpcErrors.FailedPrecondition(refusal.Reason, refusal.Message),
        RefusalKind.Busy => RpcErrors.Aborted(refusal.Reason, refusal.Message),
        RefusalKind.Exhausted => RpcErrors.ResourceExhausted(refusal.Reason, refusal.Message),
        RefusalKind.Unavailable => RpcErrors.Unavailable(refusal.Reason, refusal.Message),
        RefusalKind.Damaged => RpcErrors.DataLoss(refusal.Reason, refusal.Message),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal.Kind, "No status is known for this kind of refusal."),
    };
}
