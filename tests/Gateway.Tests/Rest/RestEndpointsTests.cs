using System.Net.Http.Json;
using Digits.Gateway.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Digits.Gateway.Tests.Rest;

/// <summary>Which RPC the framework's routing chooses for a request, and what it says where there is none.</summary>
public sealed class RestEndpointsTests(RestEndpointsTests.Chosen chosen) : IClassFixture<RestEndpointsTests.Chosen>
{
    [Theory]
    [InlineData("GET", "/api/v1/runs", "ListRuns")]
    [InlineData("POST", "/api/v1/runs", "StartRun")]
    [InlineData("GET", "/api/v1/runs/7", "GetRun")]
    [InlineData("GET", "/api/v1/runs/7:watch", "WatchRun")]
    [InlineData("POST", "/api/v1/runs/7:cancel", "CancelRun")]
    [InlineData("GET", "/api/v1/runs/7:unheard", "GetRun")]
    [InlineData("GET", "/api/v1/runs/7%3Awatch", "GetRun")]
    [InlineData("GET", "/api/v1/runs/:watch", "GetRun")]
    [InlineData("POST", "/api/v1/datasets:import", "ImportDataset")]
    [InlineData("GET", "/api/v1/datasets/mnist/samples:stream", "StreamSamples")]
    [InlineData("GET", "/api/v1/models:watch", "WatchModels")]
    [InlineData("GET", "/api/v1/models/digits/versions/3:download", "DownloadModel")]
    [InlineData("GET", "/api/v1/r%75ns/a%2Fb", "GetRun")]
    [InlineData("GET", "/test/v1/shelves/1/books/2", "GetBook")]
    [InlineData("GET", "/test/v1/books/newest", "GetNewestBook")]
    [InlineData("GET", "/test/v1/books/newest2", "GetBook")]
    [InlineData("PATCH", "/test/v1/books/newest", "UpdateBook")]
    [InlineData("GET", "/test/v1/books/a/by-author", "GetBook")]
    [InlineData("GET", "/test/v1/files", "ReadFile")]
    [InlineData("GET", "/test/v1/files/a/b/c:stat", "ReadFile")]
    [InlineData("PURGE", "/test/v1/cache", "PurgeCache")]
    public async Task Request_Path_IsRoutedToTheMethod(string httpMethod, string path, string method)
    {
        using var response = await chosen.Http.SendAsync(httpMethod, path);

        Assert.Equal(method, chosen.Last?.Metadata.GetMetadata<RpcMethod>()?.Descriptor.Name);
    }

    [Theory]
    [InlineData("PUT", "/api/v1/runs", "GET,POST")]
    [InlineData("PUT", "/api/v1/runs/7", "DELETE,GET")]
    [InlineData("DELETE", "/api/v1/runs/7:cancel", "POST")]
    [InlineData("GET", "/api/v1/datasets:import", "POST")]
    [InlineData("HEAD", "/api/v1/runs", "GET,POST")]
    [InlineData("OPTIONS", "/api/v1/runs", "GET,POST")]
    [InlineData("PUT", "/test/v1/books/newest", "GET,PATCH")]
    [InlineData("POST", "/test/v1/files/a/b:stat", "GET")]
    public async Task Request_OtherMethod_Is405AndTellsWhatIsPossible(string httpMethod, string path, string allowed)
    {
        using var response = await chosen.Http.SendAsync(httpMethod, path);

        Assert.Equal(405, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(allowed, string.Join(',', response.Content.Headers.Allow.Order()));
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing")]
    [InlineData("GET", "/api/v1/datasets/mnist/nothing")]
    [InlineData("GET", "/test/v1/shelves/1/maps/2")]
    [InlineData("GET", "/test/v1/shelves//books/2")]
    [InlineData("POST", "/digits.training.v1.TrainingService/ListRuns")]
    [InlineData("GET", "/digits.training.v1.TrainingService/ListRuns")]
    public async Task Request_UnknownPath_Is404(string httpMethod, string path)
    {
        using var response = await chosen.Http.SendAsync(httpMethod, path);

        Assert.Equal("UNKNOWN_ROUTE", (string?)(await response.ReadProblemAsync(404))["reason"]);
    }

    /// <summary>Telemetry names a request by the template of its endpoint.</summary>
    [Theory]
    [InlineData("/api/v1/runs/7:watch", "/api/v1/runs/{run}:watch")]
    [InlineData("/test/v1/books/a/by-author", "/test/v1/books/{filter.author.name}/by-author")]
    public async Task Request_Endpoint_HasTheTemplateAsItsRoute(string path, string route)
    {
        using var response = await chosen.Http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(route, Assert.IsType<RouteEndpoint>(chosen.Last).RoutePattern.RawText);
    }

    [Fact]
    public async Task Request_NameWithReservedCharacters_ArrivesAsItIs()
    {
        foreach (var name in new[] { "a/b", "a%2Fb", "a:b", "100%", "め か", "a+b", "x:cancel", "%", ".x" })
        {
            var answer = await chosen.Http.PostAsJsonAsync(new Uri($"/api/v1/runs/{Uri.EscapeDataString(name)}:cancel", UriKind.Relative), new { });

            Assert.Equal(name, (string?)(await answer.ReadJsonAsync())["run"]?["run"]);
        }
    }

    /// <summary>A gateway that notes the endpoint of the last request.</summary>
    public sealed class Chosen : IAsyncLifetime, IStartupFilter
    {
        private GatewayHost? _host;

        internal HttpClient Http => _host!.Http;

        internal Endpoint? Last { get; private set; }

        public async Task InitializeAsync() => _host = await GatewayHost.StartWithAsync(services => services.AddSingleton<IStartupFilter>(this));

        public async Task DisposeAsync() => await _host!.DisposeAsync();

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, following) =>
            {
                Last = null;
                try
                {
                    await following(context);
                }
                finally
                {
                    Last = context.GetEndpoint();
                }
            });
            next(app);
        };
    }
}
