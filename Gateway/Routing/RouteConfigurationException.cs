namespace Digits.Gateway.Routing;

/// <summary>The contracts cannot be turned into routes; the message lists every fault.</summary>
internal sealed class RouteConfigurationException(IReadOnlyList<string> faults)
    : Exception("The google.api.http annotations cannot be turned into routes:"
        + string.Concat(faults.Select(fault => $"{Environment.NewLine}- {fault}")))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
