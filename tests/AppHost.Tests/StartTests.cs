using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Digits.Tests;

namespace Digits.AppHost.Tests;

public sealed class StartTests : IDisposable
{
    // The build puts it beside this test, but it must be tried where users start it: in its own output folder.
    internal static readonly string AppHostAssembly = Path.Combine(
        Digits.Tests.Repository.Root,
        "AppHost",
        "bin",
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name,
        new DirectoryInfo(AppContext.BaseDirectory).Name,
        "AppHost.dll");

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("digits-apphost-");
    private readonly Dictionary<string, string> _environment;

    public StartTests() => _environment = new()
    {
        ["DIGITS_DATA"] = _data.FullName,
        ["DIGITS_GATEWAY_PORT"] = FreePort(),
        ["DIGITS_GATEWAY_GRPC_PORT"] = FreePort(),
        ["DIGITS_PROCESSING_PORT"] = FreePort(),
        ["DIGITS_TRAINING_PORT"] = FreePort(),
        ["DIGITS_INFERENCE_PORT"] = FreePort(),
        ["Starter__Enabled"] = "false",
        // As the launch profile has it, on ports of the test's own.
        ["DOTNET_ENVIRONMENT"] = "Development",
        ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
        ["ASPNETCORE_URLS"] = $"http://localhost:{FreePort()}",
        ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = $"http://localhost:{FreePort()}",
        ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = $"http://localhost:{FreePort()}",
    };

    [Fact]
    public async Task Run_AllWell_AnswersAtTheAddressItPrintsAndEndsWell()
    {
        using var host = StartHost();
        var address = await host.LineAsync("Digits is ready: ");

        Assert.Equal($"http://localhost:{_environment["DIGITS_GATEWAY_PORT"]}", address);
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri($"{address}/api/v1/datasets"), host.Timeout);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://localhost:{_environment["DIGITS_GATEWAY_GRPC_PORT"]}/alive")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var alive = await client.SendAsync(request, host.Timeout);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);

        await host.SignalAsync("TERM");
        Assert.Equal(0, await host.ExitAsync());
        Assert.All(_environment.Where(v => v.Key.EndsWith("_PORT", StringComparison.Ordinal)), v => Assert.True(IsFree(v.Value)));
    }

    [Fact]
    public async Task Run_WrongSetting_SaysWhichServiceEnded()
    {
        _environment["DIGITS_BATCH_SIZE"] = "-1";
        using var host = StartHost();

        // They start together and read the same setting, so any of them may be the first to end.
        Assert.Matches("^(processing|training|inference) ended with exit code [0-9]+; its console in the dashboard says why", await host.ErrorAsync());
    }

    [Fact]
    public async Task Run_OtherConfig_IsTheOneThatTheServicesRead()
    {
        _environment["DIGITS_CONFIG"] = Path.Combine(_data.FullName, "none.json");
        using var host = StartHost();

        Assert.Contains(" ended with exit code ", await host.ErrorAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DIGITS_GATEWAY_PORT", "web", "DIGITS_GATEWAY_PORT is 'web'; a port is a number from 1 to 65535.")]
    [InlineData("DIGITS_TRAINING_PORT", "0", "DIGITS_TRAINING_PORT is '0'; a port is a number from 1 to 65535.")]
    [InlineData("DIGITS_INFERENCE_PORT", "65536", "DIGITS_INFERENCE_PORT is '65536'; a port is a number from 1 to 65535.")]
    [InlineData("DIGITS_DATA", "some/folder", "DIGITS_DATA is 'some/folder'; give it as a full path.")]
    [InlineData("DIGITS_CONFIG", "config.json", "DIGITS_CONFIG is 'config.json'; give it as a full path.")]
    public async Task Run_WrongVariable_SaysSoInOneLineAndFails(string variable, string value, string expected)
    {
        _environment[variable] = value;
        using var host = StartHost();

        Assert.Equal(1, await host.ExitAsync());
        Assert.Equal([expected], await host.ErrorsAsync());
    }

    public void Dispose() => _data.Delete(recursive: true);

    private static string FreePort() => FreePorts.Next().ToString(CultureInfo.InvariantCulture);

    private static bool IsFree(string port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture));
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private HostProcess StartHost() => HostProcess.Start(AppHostAssembly, _environment);
}
