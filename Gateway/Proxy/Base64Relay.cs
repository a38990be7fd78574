using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Digits.Gateway.Proxy;

/// <summary>
/// Lets a call of gRPC-Web in base64 be forwarded. The middleware that translates gRPC-Web decodes and encodes base64 for a server that reads
/// and writes whole messages through pipes; the proxy reads and writes any number of bytes through streams. Between them are two pipes.
/// </summary>
internal sealed class Base64Relay
{
    private readonly Pipe _request = new();
    private readonly Pipe _response = new();

    public async Task ForwardAsync(HttpContext context, RequestDelegate next)
    {
        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var decoding = DecodeAsync(context.Request.BodyReader, answered.Token);
        var encoding = CopyAsync(_response.Reader, body.Writer, context.RequestAborted);
        context.Request.ContentLength = null;
        context.Request.Body = _request.Reader.AsStream();
        context.Response.Body = _response.Writer.AsStream();
        try
        {
            await next(context);
        }
        finally
        {
            context.Features.Set(body);
            await _response.Writer.CompleteAsync();
            await encoding;
            // The service may have answered before the end of the request.
            await answered.CancelAsync();
            await decoding;
        }
    }

    private async Task DecodeAsync(PipeReader encoded, CancellationToken cancellationToken)
    {
        try
        {
            await CopyAsync(encoded, _request.Writer, cancellationToken);
            await _request.Writer.CompleteAsync();
        }
        catch (Exception fault)
        {
            await _request.Writer.CompleteAsync(fault);
        }
    }

    private static async Task CopyAsync(PipeReader from, PipeWriter to, CancellationToken cancellationToken)
    {
        ReadResult read;
        do
        {
            read = await from.ReadAsync(cancellationToken);
            foreach (var segment in read.Buffer)
            {
                segment.CopyTo(to.GetMemory(segment.Length));
                to.Advance(segment.Length);
            }

            var isEmpty = read.Buffer.IsEmpty;
            from.AdvanceTo(read.Buffer.End);
            if (!isEmpty)
            {
                await to.FlushAsync(cancellationToken);
            }
        }
        while (!read.IsCompleted);
    }
}
