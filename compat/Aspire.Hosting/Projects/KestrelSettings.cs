using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Projects;

/// <summary>What the appsettings of a project say about where Kestrel listens.</summary>
/// <param name="Endpoints">The entries of <c>Kestrel:Endpoints</c> that have an address.</param>
/// <param name="IsHttp2">Endpoints that do not say otherwise speak HTTP/2 only.</param>
internal sealed record KestrelSettings(IReadOnlyList<KestrelEndpoint> Endpoints, bool IsHttp2)
{
    private const string Http2 = "Http2";

    /// <summary>Reads <c>appsettings.json</c> and that of the environment beside the project file.</summary>
    /// <exception cref="DistributedApplicationException">A file is not JSON.</exception>
    public static KestrelSettings Read(string projectPath, ProjectResourceOptions options)
    {
        var settings = Settings(Path.GetDirectoryName(projectPath)!);
        var isHttp2 = settings["Kestrel:EndpointDefaults:Protocols"] == Http2;
        var entries =
            from section in settings.GetSection("Kestrel:Endpoints").GetChildren()
            let url = section["Url"]
            where url is not null
            let address = BindingAddress.Parse(url)
            group (section, address) by address.Scheme into sameScheme
            from entry in sameScheme
            select new KestrelEndpoint(
                sameScheme.Count() == 1 ? sameScheme.Key : entry.section.Key,
                entry.address.Scheme,
                entry.address.Host,
                entry.address.Port,
                IsHttp2: entry.section["Protocols"] is { } protocols ? protocols == Http2 : isHttp2);
        return new(options.ExcludeKestrelEndpoints ? [] : [.. entries], isHttp2);
    }

    private static IConfiguration Settings(string folder)
    {
        var environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT");
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(folder, "appsettings.json"), optional: true)
                .AddJsonFile(Path.Combine(folder, $"appsettings.{environment}.json"), optional: true)
                .Build();
        }
        catch (InvalidDataException fault)
        {
            throw new DistributedApplicationException($"{fault.Message} {fault.InnerException?.Message}".TrimEnd(), fault);
        }
    }
}
