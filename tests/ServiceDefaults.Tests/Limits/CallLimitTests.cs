using Digits.ServiceDefaults.Errors;
using Digits.ServiceDefaults.Limits;
using Grpc.Core;

namespace Digits.ServiceDefaults.Tests.Limits;

public sealed class CallLimitTests
{
    [Fact]
    public async Task EnterAsync_LimitAndQueueFull_IsRefusedWithATimeToRetry()
    {
        using var limit = new CallLimit(permits: 1, queued: 1, "TOO_MANY_UPLOADS", "Too many uploads.", TimeSpan.FromSeconds(3));
        var first = await limit.EnterAsync(CancellationToken.None);
        var second = limit.EnterAsync(CancellationToken.None).AsTask();

        var refusal = await Assert.ThrowsAsync<RpcException>(() => limit.EnterAsync(CancellationToken.None).AsTask());

        Assert.Equal((StatusCode.ResourceExhausted, "TOO_MANY_UPLOADS"), (refusal.StatusCode, RpcErrors.Reason(refusal)));
        Assert.Equal(TimeSpan.FromSeconds(3), RpcErrors.RetryAfter(refusal));
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();
    }

    [Fact]
    public async Task EnterAsync_CancelledInTheQueue_FreesItsPlace()
    {
        using var limit = new CallLimit(permits: 1, queued: 1, "BUSY", "Busy.");
        using var first = await limit.EnterAsync(CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        var waiting = limit.EnterAsync(cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var next = limit.EnterAsync(CancellationToken.None).AsTask();
        Assert.False(next.IsFaulted);
        first.Dispose();
        (await next).Dispose();
    }
}
