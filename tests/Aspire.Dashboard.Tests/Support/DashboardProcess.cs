using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Digits.Tests;
using Grpc.Core;
using Grpc.Net.Client;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;

namespace Aspire.Dashboard.Tests.Support;

/// <summary>The dashboard as it is started by an application host: a process of its own, on ports that are free.</summary>
internal sealed class DashboardProcess : IAsyncDisposable
{
    public const string Token = "token-of-the-test";
    public const string Key = "key-of-the-test";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _announced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Uri> _receivers = [];
    private GrpcChannel? _channel;

    private DashboardProcess(IReadOnlyDictionary<string, string?> environment)
    {
        _process = new Process { StartInfo = StartInfo(environment), EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    public static Dictionary<string, string?> Defaults => new()
    {
        ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
        ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://127.0.0.1:0",
        ["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = "http://127.0.0.1:0",
        ["ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN"] = Token,
        ["Dashboard__Otlp__AuthMode"] = "ApiKey",
        ["Dashboard__Otlp__PrimaryApiKey"] = Key,
    };

    public Uri Address { get; private set; } = null!;

    public Uri Receiver => _receivers[0];

    public Uri HttpReceiver => _receivers[1];

    public Uri LoginLink { get; private set; } = null!;

    /// <summary>A browser that is logged in.</summary>
    public HttpClient Http { get; private set; } = null!;

    public Metadata Headers { get; } = new() { { "x-otlp-api-key", Key } };

    public TraceService.TraceServiceClient Traces => new(_channel);

    public LogsService.LogsServiceClient Logs => new(_channel);

    public MetricsService.MetricsServiceClient Metrics => new(_channel);

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts it and logs in.</summary>
    /// <param name="changes">Variables that differ from the defaults; null takes one away.</param>
    public static async Task<DashboardProcess> StartAsync(params IEnumerable<(string Name, string? Value)> changes)
    {
        var environment = Defaults;
        foreach (var (name, value) in changes)
        {
            environment[name] = value;
        }

        var dashboard = new DashboardProcess(environment);
        dashboard._process.Exited += (_, _) => dashboard._announced.TrySetException(new InvalidOperationException($"The dashboard has ended:\n{dashboard.Output}"));
        dashboard._process.Start();
        dashboard._process.BeginOutputReadLine();
        dashboard._process.BeginErrorReadLine();
        await dashboard._announced.Task.WaitAsync(Patience);
        dashboard._channel = GrpcChannel.ForAddress(dashboard.Receiver, new GrpcChannelOptions { MaxSendMessageSize = null });
        dashboard.Http = dashboard.NewBrowser();
        using var answer = await dashboard.Http.GetAsync($"login?t={Token}");
        return dashboard;
    }

    /// <summary>Starts it with settings that it cannot start with, and waits for its end.</summary>
    public static async Task<(int ExitCode, string[] Lines)> FailAsync(params IEnumerable<(string Name, string? Value)> changes)
    {
        var environment = Defaults;
        foreach (var (name, value) in changes)
        {
            environment[name] = value;
        }

        await using var dashboard = new DashboardProcess(environment);
        dashboard._process.Start();
        dashboard._process.BeginOutputReadLine();
        dashboard._process.BeginErrorReadLine();
        await dashboard._process.WaitForExitAsync().WaitAsync(Patience);
        return (dashboard._process.ExitCode, dashboard.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>A browser without a cookie, which does not follow redirects to other pages by itself.</summary>
    public HttpClient NewBrowser() => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = Address,
        Timeout = Patience,
    };

    public async Task<JsonElement> GetAsync(string path)
    {
        await using var stream = await Http.GetStreamAsync($"api/{path}");
        return (await JsonDocument.ParseAsync(stream)).RootElement;
    }

    /// <summary>A figure of /proc/pid/status in bytes, for example VmRSS.</summary>
    public long Memory(string figure)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(figure + ":", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        Http?.Dispose();
        _channel?.Dispose();
        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(IReadOnlyDictionary<string, string?> environment)
    {
        // Another folder than its own, as with an application host.
        var start = new ProcessStartInfo("dotnet", [typeof(DashboardApp).Assembly.Location])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            if (value is null)
            {
                start.Environment.Remove(name);
            }
            else
            {
                start.Environment[name] = value;
            }
        }

        return start;
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.Append(line).Append('\n');
        }

        if (After(line, "Now listening on: ") is { } page)
        {
            Address = new Uri(page);
        }
        else if (After(line, "OTLP listening on: ") is { } receiver)
        {
            _receivers.Add(new Uri(receiver));
        }
        else if (After(line, "Login to the dashboard at ") is { } login)
        {
            LoginLink = new Uri(login);
            _announced.TrySetResult();
        }
        else if (line.Contains("Everyone who can reach the page", StringComparison.Ordinal))
        {
            _announced.TrySetResult();
        }
    }

    private static string? After(string line, string text) =>
        line.IndexOf(text, StringComparison.Ordinal) is var at and >= 0 ? line[(at + text.Length)..].Trim() : null;
}
