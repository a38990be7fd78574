using System.Security.Cryptography;
using System.Text;

namespace Aspire.Dashboard.Security;

/// <summary>Compares secrets in a time that tells nothing about them.</summary>
internal static class SecretText
{
    public static bool AreEqual(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(left)), SHA256.HashData(Encoding.UTF8.GetBytes(right)));
}
