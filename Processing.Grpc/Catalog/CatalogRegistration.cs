using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Digits.Processing.Catalog;

/// <summary>Puts the catalogue of public sets together.</summary>
internal static class CatalogRegistration
{
    private const int MaxRedirects = 5;

    public static IServiceCollection AddCatalog(this IServiceCollection services)
    {
        services.AddOptions<CatalogOptions>()
            .BindConfiguration(CatalogOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<CatalogOptions>, CatalogOptionsValidator>();

        services.TryAddSingleton(new PublicSets(PublishedSets.All));
        services.AddSingleton<PublicFileCheck>();
        services.AddSingleton<PublicFileFinder>();
        services.AddSingleton(MakeFetcher);
        services.AddSingleton<FileDownloader>();
        services.AddSingleton<InstallTurns>();
        services.AddSingleton<PublicSetInstaller>();
        return services;
    }

    private static FileFetcher MakeFetcher(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<CatalogOptions>>();
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = options.Value.SilenceTimeout,
            MaxAutomaticRedirections = MaxRedirects,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };

        // Great files take long; what must not last is silence.
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Digits");
        return ActivatorUtilities.CreateInstance<FileFetcher>(services, client);
    }
}
