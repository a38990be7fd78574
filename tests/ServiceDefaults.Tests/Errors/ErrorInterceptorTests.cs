using Digits.Inference.V1;
using Digits.ServiceDefaults.Errors;
using Google.Rpc;
using Grpc.Core;

namespace Digits.ServiceDefaults.Tests.Errors;

public sealed class ErrorInterceptorTests
{
    [Fact]
    public async Task Call_HandlerThrowsAnything_AnswersInternalWithoutItsText()
    {
        var exception = await CallAsync((_, _) => throw new InvalidOperationException("password in /etc/secret"));

        Assert.Equal(StatusCode.Internal, exception.StatusCode);
        Assert.Equal("INTERNAL", RpcErrors.Reason(exception));
        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_HandlerThrowsRpcError_PassesReasonAndFaultsOn()
    {
        var exception = await CallAsync((_, _) =>
            throw RpcErrors.InvalidArgument("IMAGE_MISSING", "There is no image.", ("image", "is required"), ("model", "is unknown")));

        Assert.Equal(StatusCode.InvalidArgument, exception.StatusCode);
        Assert.Equal("There is no image.", exception.Status.Detail);
        Assert.Equal("IMAGE_MISSING", RpcErrors.Reason(exception));
        var badRequest = RpcErrors.Details(exception)!.Details.Single(detail => detail.Is(BadRequest.Descriptor)).Unpack<BadRequest>();
        Assert.Equal(
            [("image", "is required"), ("model", "is unknown")],
            badRequest.FieldViolations.Select(violation => (violation.Field, violation.Description)));
    }

    [Fact]
    public async Task Call_CallerGivesUp_EndsTheHandlerAsCancelled()
    {
        var handling = new TaskCompletionSource();
        var ended = new TaskCompletionSource<bool>();
        await using var server = await DefaultsServer.StartAsync(new InferenceDouble(async (_, context) =>
        {
            handling.SetResult();
            await Task.Delay(Timeout.Infinite, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended.SetResult(context.CancellationToken.IsCancellationRequested);
            context.CancellationToken.ThrowIfCancellationRequested();
            return new PredictResponse();
        }));
        using var giveUp = new CancellationTokenSource();
        var call = new InferenceService.InferenceServiceClient(server.Channel).PredictAsync(new PredictRequest(), cancellationToken: giveUp.Token);

        await handling.Task;
        await giveUp.CancelAsync();

        var exception = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        Assert.Equal(StatusCode.Cancelled, exception.StatusCode);
        Assert.True(await ended.Task);
    }

    private static async Task<RpcException> CallAsync(Func<PredictRequest, ServerCallContext, Task<PredictResponse>> predict)
    {
        await using var server = await DefaultsServer.StartAsync(new InferenceDouble(predict));
        var client = new InferenceService.InferenceServiceClient(server.Channel);
        return await Assert.ThrowsAsync<RpcException>(() => client.PredictAsync(new PredictRequest()).ResponseAsync);
    }
}
