using Digits.ServiceDefaults.Lifetime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Digits.ServiceDefaults.Tests.Lifetime;

public sealed class FatalEndTests
{
    [Fact]
    public async Task RunToEnd_BackgroundServiceFails_IsNotZero() =>
        Assert.NotEqual(0, await RunAsync<FailingService>());

    [Fact]
    public async Task RunToEnd_AskedToStop_IsZero() =>
        Assert.Equal(0, await RunAsync<StoppingService>());

    private static Task<int> RunAsync<TService>()
        where TService : BackgroundService
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddHostedService<TService>();
        builder.AddFatalEnd();
        return builder.Build().RunToEndAsync();
    }

    private sealed class FailingService(IHostApplicationLifetime lifetime) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await lifetime.ApplicationStarted.WaitAsync();
            throw new FatalException("The volume is gone. Bring it back and start again.");
        }
    }

    private sealed class StoppingService(IHostApplicationLifetime lifetime) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await lifetime.ApplicationStarted.WaitAsync();
            lifetime.StopApplication();
        }
    }
}

internal static class CancellationTokenExtensions
{
    /// <summary>Ends when the token is cancelled.</summary>
    public static Task WaitAsync(this CancellationToken token)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(end.SetResult);
        return end.Task;
    }
}
