using System.Net.Sockets;
using Aspire.Hosting.Running;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>Starts the dashboard as the first process and tells people where it is. Nothing waits for it, and nothing ends with it.</summary>
internal sealed class DashboardHost(
    DashboardSettings settings,
    ResourceServiceHost resources,
    OrphanGuard guard,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<DistributedApplication> logger) : IDisposable
{
    private const int KeptErrorLines = 20;

    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Queue<string> _lastErrors = [];
    private ResourceProcess? _process;
    private Task _watching = Task.CompletedTask;

    public void Start()
    {
        if (settings.IsEnabled)
        {
            _process = ResourceProcess.Start(Spec(), Keep);
            guard.Watch(_process.Id);
            resources.Start();
            _watching = Task.WhenAll(AnnounceAsync(_process), WatchAsync(_process));
        }
        else if (!settings.WantsNone)
        {
            Log.NoDashboard(logger, settings.ProgramPath is null ? "the application host was built without one" : "ASPNETCORE_URLS is not set; dotnet run sets it");
        }
    }

    public async Task StopAsync(TimeSpan grace)
    {
        await _stopping.CancelAsync();
        if (_process is not null)
        {
            await _process.StopAsync(grace, time);
            guard.Forget(_process.Id);
        }

        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await resources.StopAsync();
    }

    public void Dispose()
    {
        _process?.Dispose();
        _stopping.Dispose();
    }

    private ProcessSpec Spec()
    {
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = settings.FrontendUrls!,
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = resources.Url,
            ["Dashboard__Frontend__AuthMode"] = settings.IsAnonymous ? "Unsecured" : "BrowserToken",
            ["Dashboard__ResourceServiceClient__AuthMode"] = settings.IsAnonymous ? "Unsecured" : "ApiKey",
            ["Dashboard__Otlp__AuthMode"] = settings.IsAnonymous ? "Unsecured" : "ApiKey",
        };
        Add("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", settings.OtlpGrpcUrl);
        Add("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", settings.OtlpHttpUrl);
        Add("ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN", settings.BrowserToken);
        Add("Dashboard__ResourceServiceClient__ApiKey", settings.ResourceServiceApiKey);
        Add("Dashboard__Otlp__PrimaryApiKey", settings.OtlpApiKey);
        Add("ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS", settings.IsAnonymous ? "true" : null);
        return new ProcessSpec(DotnetHost.Path, [settings.ProgramPath!], Path.GetDirectoryName(settings.ProgramPath)!, environment);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                environment[name] = value;
            }
        }
    }

    private void Keep(string line, bool isError)
    {
        lock (_lastErrors)
        {
            _lastErrors.Enqueue(line);
            if (_lastErrors.Count > KeptErrorLines)
            {
                _lastErrors.Dequeue();
            }
        }
    }

    private async Task AnnounceAsync(ResourceProcess process)
    {
        var url = settings.FrontendUrls!.Split(';')[0].Trim().TrimEnd('/');
        var address = new Uri(url);
        while (!await AnswersAsync(address))
        {
            if (process.Exited.IsCompleted)
            {
                return;
            }

            await Task.Delay(ProbeInterval, time, _stopping.Token);
        }

        Log.NowListening(logger, url);
        if (settings.BrowserToken is { } token)
        {
            Log.LoginLink(logger, $"{url}/login?t={token}");
        }
    }

    private async Task<bool> AnswersAsync(Uri address)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address.Host, address.Port, _stopping.Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task WatchAsync(ResourceProcess process)
    {
        var exitCode = await process.Exited;
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Ctrl+C reaches it as well.
            return;
        }

        guard.Forget(process.Id);
        string[] said;
        lock (_lastErrors)
        {
            said = [.. _lastErrors];
        }

        Log.DashboardDied(logger, exitCode, string.Concat(said.Select(line => Environment.NewLine + line)));
    }
}
