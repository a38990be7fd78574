using Digits.Gateway.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace Digits.Gateway.Tests.Errors;

public sealed class ProblemMiddlewareTests
{
    [Fact]
    public async Task Invoke_CallerGoneBeforeTheResponse_Is499()
    {
        var context = new DefaultHttpContext { RequestAborted = new CancellationToken(canceled: true) };

        await InvokeAsync(context);

        Assert.Equal(499, context.Response.StatusCode);
    }

    [Fact]
    public async Task Invoke_CallerGoneInMidStream_EndsQuietly()
    {
        var context = new DefaultHttpContext { RequestAborted = new CancellationToken(canceled: true) };
        context.Features.Set<IHttpResponseFeature>(new StartedResponse());

        await InvokeAsync(context);

        Assert.Equal(200, context.Response.StatusCode);
    }

    private static Task InvokeAsync(HttpContext context) =>
        new ProblemMiddleware(_ => throw new OperationCanceledException(), NullLogger<ProblemMiddleware>.Instance).InvokeAsync(context);

    /// <summary>A response that refuses changes, as a server's does once its headers are out.</summary>
    private sealed class StartedResponse : HttpResponseFeature, IHttpResponseFeature
    {
        bool IHttpResponseFeature.HasStarted => true;

        int IHttpResponseFeature.StatusCode
        {
            get => StatusCodes.Status200OK;
            set => throw new InvalidOperationException("The response has already started.");
        }
    }
}
