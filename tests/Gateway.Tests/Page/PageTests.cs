using System.Net;

namespace Digits.Gateway.Tests.Page;

public sealed class PageTests : IAsyncLifetime
{
    private readonly DirectoryInfo _wwwroot = Directory.CreateTempSubdirectory("digits-page-");
    private GatewayHost? _host;

    private HttpClient Http => _host!.Http;

    public async Task InitializeAsync()
    {
        Write("index.html", "<!doctype html><title>Digits</title>" + new string(' ', 2000));
        Write("app.js", "export const a = 1;");
        Write("app.css", "body { color: black; }");
        Write("logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        Write("digits.webmanifest", "{}");
        _host = await GatewayHost.StartAsync(_wwwroot.FullName);
    }

    public async Task DisposeAsync()
    {
        await _host!.DisposeAsync();
        _wwwroot.Delete(recursive: true);
    }

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/index.html", "text/html")]
    [InlineData("/app.js", "text/javascript")]
    [InlineData("/app.css", "text/css")]
    [InlineData("/logo.svg", "image/svg+xml")]
    [InlineData("/digits.webmanifest", "application/manifest+json")]
    public async Task Get_File_HasItsTypeAndIsCheckedEachTime(string path, string contentType)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(contentType, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-cache", response.Headers.CacheControl?.ToString());
        Assert.NotNull(response.Headers.ETag);
    }

    [Fact]
    public async Task Get_UnchangedFile_Is304()
    {
        using var first = await Http.GetAsync(new Uri("/app.js", UriKind.Relative));
        using var again = await Http.SendAsync("GET", "/app.js", ("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/v1/runs")]
    [InlineData("/api/v1/nothing")]
    public async Task Get_Anything_HasSecurityHeaders(string path)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.StartsWith("default-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("/", "br")]
    [InlineData("/", "gzip")]
    [InlineData("/api/v1/runs", "gzip")]
    public async Task Get_CompressionOffered_IsUsed(string path, string encoding)
    {
        using var response = await Http.SendAsync("GET", path, ("Accept-Encoding", encoding));

        Assert.Equal([encoding], response.Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("/health", "Degraded: No answer from Inference.")]
    [InlineData("/alive", "Healthy")]
    public async Task Get_Health_IsGoodThoughAServiceIsAway(string path, string expected)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Get_FileOutsideThePage_Is404()
    {
        using var response = await Http.GetAsync(new Uri("/..%2fappsettings.json", UriKind.Relative));

        await response.ReadProblemAsync(404);
    }

    [Fact]
    public async Task Get_NoPage_Is404Problem()
    {
        await using var host = await GatewayHost.StartAsync();

        using var response = await host.Http.GetAsync(new Uri("/", UriKind.Relative));

        await response.ReadProblemAsync(404);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_wwwroot.FullName, name), text);
}
