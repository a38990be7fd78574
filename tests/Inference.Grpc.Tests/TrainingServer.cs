using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Digits.Inference.Tests;

/// <summary>A <see cref="TrainingDouble"/> behind real gRPC.</summary>
internal sealed class TrainingServer(WebApplication app) : IAsyncDisposable
{
    public string Address => app.Urls.Single();

    public static async Task<TrainingServer> StartAsync(TrainingDouble training, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.ListenOnLoopback(port);
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(training);
        var app = builder.Build();
        app.MapGrpcService<TrainingDouble>();
        await app.StartAsync();
        return new TrainingServer(app);
    }

    public async ValueTask DisposeAsync()
    {
        // Watch streams never end by themselves: do not wait for them.
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }
}
