using Digits.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Digits.Gateway.Errors;

/// <summary>Turns every exception into an answer.</summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception)
        {
            await AnswerAsync(context, exception);
        }
    }

    private async Task AnswerAsync(HttpContext context, Exception exception)
    {
        if (context.RequestAborted.IsCancellationRequested || exception is ConnectionResetException or ConnectionAbortedException)
        {
            Log.CallerGone(logger, CallerText.Shorten(context.Request.Method), CallerText.Shorten(context.Request.Path));
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusMapping.ClientClosedRequest;
            }

            return;
        }

        var problem = exception switch
        {
            ProblemException known => known.Problem,
            BadHttpRequestException transfer =>
                Problems.BadTransfer(transfer, context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize),
            // Kestrel throws this for the size of a chunk that overflows.
            IOException { InnerException: OverflowException } => Problems.MalformedRequest(StatusCodes.Status400BadRequest),
            _ => null,
        };
        if (problem is null)
        {
            Log.RequestFailed(logger, CallerText.Shorten(context.Request.Method), CallerText.Shorten(context.Request.Path), exception);
        }

        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        await (problem ?? Problems.Unexpected()).WriteAsync(context);
    }
}
