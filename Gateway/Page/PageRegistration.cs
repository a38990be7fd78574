using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace Digits.Gateway.Page;

/// <summary>Serves the files of the page, and compresses what is text.</summary>
internal static class PageRegistration
{
    // Event streams and NDJSON are left out on purpose: compression would delay events.
    private static readonly string[] CompressedTypes =
    [
        "text/html", "text/css", "text/javascript", "text/plain", "application/json", "application/problem+json",
        "application/manifest+json", "image/svg+xml",
    ];

    public static IServiceCollection AddPageCompression(this IServiceCollection services)
    {
        services.AddResponseCompression(options => options.MimeTypes = CompressedTypes);
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        return services;
    }

    /// <summary>
    /// Serves wwwroot, <c>index.html</c> at <c>/</c>. Browsers keep the files but ask each time whether they are still current.
    /// </summary>
    public static IApplicationBuilder UsePage(this IApplicationBuilder app) => app
        .UseDefaultFiles()
        .UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache" });
}
