using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace Digits.ServiceDefaults.Clients;

/// <summary>
/// gRPC's own retries. The standard resilience handler of HttpClient is not used: it sees HTTP 200 where a call failed, and repeats every
/// POST, which all gRPC calls are.
/// </summary>
public static class Retries
{
    private const int MaxAttempts = 4;

    /// <summary>Repeats calls of these methods, and of no other, when the service cannot be reached.</summary>
    /// <param name="methods">The methods, all of them safe to repeat.</param>
    /// <param name="maxAttempts">How often a call is tried at most, 2 or more; the channel's own limit must allow it.</param>
    public static MethodConfig Of(IEnumerable<MethodDescriptor> methods, int maxAttempts = MaxAttempts)
    {
        ArgumentNullException.ThrowIfNull(methods);
        var config = new MethodConfig
        {
            RetryPolicy = new RetryPolicy
            {
                MaxAttempts = maxAttempts,
                InitialBackoff = TimeSpan.FromMilliseconds(50),
                MaxBackoff = TimeSpan.FromSeconds(1),
                BackoffMultiplier = 2,
                RetryableStatusCodes = { StatusCode.Unavailable },
            },
        };
        foreach (var method in methods)
        {
            config.Names.Add(new MethodName { Service = method.Service.FullName, Method = method.Name });
        }

        return config;
    }
}
