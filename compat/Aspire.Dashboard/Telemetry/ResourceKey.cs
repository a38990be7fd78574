using OpenTelemetry.Proto.Resource.V1;

namespace Aspire.Dashboard.Telemetry;

/// <summary>What tells the senders of telemetry apart.</summary>
/// <param name="Service">service.name.</param>
/// <param name="Instance">service.instance.id; empty if there is none.</param>
internal readonly record struct ResourceKey(string Service, string Instance)
{
    private const string Unknown = "unknown_service";
    private const int MaxLength = 200;

    public static ResourceKey Of(Resource? resource)
    {
        var attributes = resource?.Attributes ?? [];
        var service = AttributeText.Find(attributes, "service.name");
        return new ResourceKey(
            AttributeText.Cut(string.IsNullOrWhiteSpace(service) ? Unknown : service, MaxLength),
            AttributeText.Cut(AttributeText.Find(attributes, "service.instance.id") ?? "", MaxLength));
    }
}
