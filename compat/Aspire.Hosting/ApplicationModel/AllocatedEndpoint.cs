namespace Aspire.Hosting.ApplicationModel;

/// <summary>The address that an endpoint got for this run.</summary>
public class AllocatedEndpoint
{
    /// <summary>Creates the address.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="address">The host name to connect to.</param>
    /// <param name="port">The port, 1 to 65535.</param>
    public AllocatedEndpoint(EndpointAnnotation endpoint, string address, int port)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentException.ThrowIfNullOrEmpty(address);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, 65535);
        Endpoint = endpoint;
        Address = address;
        Port = port;
    }

    /// <summary>The endpoint.</summary>
    public EndpointAnnotation Endpoint { get; }

    /// <summary>The host name to connect to.</summary>
    public string Address { get; }

    /// <summary>The port to connect to.</summary>
    public int Port { get; }

    /// <summary>The scheme, <c>http</c> or <c>https</c> for a web endpoint.</summary>
    public string UriScheme => Endpoint.UriScheme;

    /// <summary>The whole address.</summary>
    public string UriString => $"{UriScheme}://{Address}:{Port}";
}
