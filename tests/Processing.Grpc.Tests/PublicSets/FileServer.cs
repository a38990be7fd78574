using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Digits.Processing.Tests.PublicSets;

/// <summary>A real web server on this host with files that can be cut short, changed, held back or missing.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    public FileServer()
    {
        // Empty, since the service's own settings lie beside the tests and ask for HTTP/2.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(ServeAsync);
        _app.Start();
        Address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    public string Address { get; }

    /// <summary>The files by their paths.</summary>
    public ConcurrentDictionary<string, ServedFile> Files { get; } = new();

    /// <summary>What was asked for, such as "/set/file" or "/set/file bytes=100- if "tag"".</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public async ValueTask DisposeAsync()
    {
        foreach (var file in Files.Values)
        {
            file.CutOff();
        }

        await _app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        var (range, condition) = (context.Request.Headers.Range.ToString(), context.Request.Headers.IfRange.ToString());
        Requests.Enqueue($"{context.Request.Path} {range} {(condition.Length > 0 ? "if " : "")}{condition}".Trim());
        if (!Files.TryGetValue(context.Request.Path.Value!, out var file))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (file.Refusals.TryDequeue(out var refusal))
        {
            context.Response.StatusCode = refusal;
            return;
        }

        if (file.RedirectTo is not null)
        {
            context.Response.Redirect(file.RedirectTo);
            return;
        }

        var start = file.Ranges && range.Length > 0 && (condition.Length == 0 || condition == file.ETag)
            ? int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture)
            : 0;
        await SendAsync(context, file, start);
    }

    private static async Task SendAsync(HttpContext context, ServedFile file, int start)
    {
        context.Response.Headers.ETag = file.ETag;
        if (start >= file.Bytes.Length)
        {
            context.Response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            context.Response.Headers.ContentRange = $"bytes */{file.Bytes.Length}";
            return;
        }

        if (start > 0)
        {
            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            context.Response.Headers.ContentRange = $"bytes {start}-{file.Bytes.Length - 1}/{file.Bytes.Length}";
        }

        context.Response.ContentLength = file.TellsSize ? file.Bytes.Length - start : null;
        if (file.Stops == 0)
        {
            await context.Response.Body.WriteAsync(file.Bytes.AsMemory(start));
            return;
        }

        file.Stops--;
        await context.Response.Body.WriteAsync(file.Bytes.AsMemory(start, file.StopAfter));
        await context.Response.Body.FlushAsync();
        await Task.WhenAny(file.Released, Task.Delay(Timeout.Infinite, context.RequestAborted));
        context.Abort();
    }
}
