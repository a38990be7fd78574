using Digits.Datasets.PublicSets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Digits.Processing;

/// <summary>Puts together what installs public sets.</summary>
internal static class PublicSetRegistration
{
    private const int MaxRedirects = 5;

    public static IServiceCollection AddPublicSets(this IServiceCollection services)
    {
        services.AddOptions<PublicSetOptions>()
            .BindConfiguration(PublicSetOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<PublicSetOptions>, PublicSetOptionsValidator>();

        services.TryAddSingleton(new PublicSetList(PublicSetDefinitions.All));
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
        var options = services.GetRequiredService<IOptions<PublicSetOptions>>();
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
