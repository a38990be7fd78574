using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Server.Kestrel.Core;

// A service for the tests of the application host. Its environment makes it misbehave:
// SAMPLE_HTTP2 (speaks HTTP/2 only), SAMPLE_UNHEALTHY (until POST /heal), SAMPLE_EXIT_CODE (ends at once), SAMPLE_STUBBORN (ignores SIGTERM).
if (Environment.GetEnvironmentVariable("SAMPLE_EXIT_CODE") is { } code)
{
    Console.Error.WriteLine($"sample gives up with {code}");
    return int.Parse(code, null);
}

var builder = WebApplication.CreateSlimBuilder(args);
if (builder.Configuration["SAMPLE_HTTP2"] is not null)
{
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
}

using var stubborn = builder.Configuration["SAMPLE_STUBBORN"] is null
    ? null
    : PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true);
if (stubborn is not null)
{
    builder.Services.AddSingleton<IHostLifetime, DeafLifetime>();
}

var app = builder.Build();
var isHealthy = builder.Configuration["SAMPLE_UNHEALTHY"] is null;
app.MapGet("/health", () => isHealthy ? Results.Ok() : Results.Text("Not now.", statusCode: StatusCodes.Status503ServiceUnavailable));
app.MapPost("/heal", () => isHealthy = true);
app.MapGet("/process", () => Environment.ProcessId);
app.MapGet("/arguments", () => args);
app.MapGet("/folder", () => Environment.CurrentDirectory);
app.MapGet("/environment/{name}", (string name) => Environment.GetEnvironmentVariable(name));
app.MapPost("/exit/{code:int}", (int code) => Environment.Exit(code));
Console.WriteLine("\u001b[32msample\u001b[0m is here");
app.Run();
return 0;

internal sealed class DeafLifetime : IHostLifetime
{
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
