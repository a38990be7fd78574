namespace Digits.Tests.Datasets;

/// <summary>Small files such as those of USPS: LIBSVM's lines, packed with bzip2.</summary>
internal static class UspsBytes
{
    /// <summary>Classes 1, 10 and 4: the lower half ink, a vertical line, and stripes of paper and 0.5.</summary>
    public static byte[] Train => Convert.FromBase64String(
        "QlpoOTFBWSZTWXsZ+20AA8nYAAAQQAN/8GAH3AA0A8fX2SlLpVK8AAKYAAEpU0/1VMf/qqqoyBJlVKe0eiiYSeqpI/VR/pUaBE1VGhoaBkKm8p"
        + "+1UqBu82NFFjRUaNGjRFFjRooqNGiixijRo0aKiixo0Yo0aNFGo0aNGjFGiixoqNGjRoxzvm+LGjRoqNGiixijRo0aKiixo0Yo0aNFGo0aNFjR"
        + "UaNGjRFFjRo0VGjRRYjRo0aNFRRY0aI0aNGijUaNGjQf6q22+qqrzyqqXSZkJmQkhCZkJm+XleXvz5/3/P9/8OHl5eSSRAAh554d7znOc5zve9"
        + "73381RqNVFWCCCECggggg0EIEEFBBBBBgIIIIKCCECDQQQQQX4vCBBBBoIIIQKCCCCDQQgQQUEEEEGAggjFbRa0VtFbGyDdCvox6qMKzmcKxiq"
        + "MKzmcKxiqMKzmcKxiqMKzmcKxiqMKzmeXsxnk5OTo6X9X9U9UaiiiHjxYxjGP3u7u7hEklArwY4qMKxE1CsUVbCsxZTbRRUuMWiFiipslmGLu6"
        + "tUrd3qtWtteaATpKUmIWLEIQhAFySSTpKkwzADt3d3QJJ+/Cu7u6EtSxVSNqFiqkS1LFVKWiWKqRLV1rW6Oj1uuzs7Ozh0RSK3FjxjxjEMfdq3"
        + "d0CKT37d+V3dyJFVRVSJaliqkS1LFVIlqWKqRtR9Ij79+/48555z3znOelixYhCEIQAH6SSeSSZmYAHd27u99985z/gAHv34VUiWpYqpS0SxVS"
        + "JahiqtCqK5z8Het8Ph8Xy8fy++UX5RRRRYsePHGMYxnvvvvcu733ve/Pr2GZIZkhmSGZJVKnSzVa/Ld8DUEySWrVqKKIQheAB4GyTJJd3JAPO6"
        + "+7dAkwVVTp0qVUyCGZIZkhmfeb73393t7eoXMUVxRRW7duKOOMY+Xd3doIkn72GZIZkhMyGZIZGq1q3dAPVKklq1aiiiiiEAAAeypJd3JJDu7u"
        + "7gJMFVU6dKlVU6dKlVMyQzJBm5vLm+bly5e3vt7e370VKKKW7duOOOI7u7l3ASRb7z5c+Xd9l9nJ0nJycnL9O9STk5OX3k8iIfJF7RE/uRMRNI"
        + "i/kT3wifInkiI+p65ERP05BER0REP0vSIifeTyCJ8kXtET+4TRer1Jy+85ecnJycvk5L3OTk5f3OTluTklpycnf05OXvnJyS+cnLycnJyd9nL1"
        + "yTk5OX7lefvvz3tttrbbbbe9622228282223rbe9ttrbbbbbW2222971tttbbbb3vW2223m3m2229bb3tttevh6++fX759QAAQAAQAAQAAQAAQ"
        + "AAQAAQFv2+//F3JFOFCQexn7bQ==");

    /// <summary>Classes 2 and 3: a horizontal line, and two pixels only: the eighth ink, the ninth paper.</summary>
    public static byte[] Test => Convert.FromBase64String(
        "QlpoOTFBWSZTWTZ+9OMAAeDYAAAQQAJ/8EACXFcQ4Ayp+lB7Kn6oKp+CH+qpGhz9+qVMbaVAZpSUbflKmnkG20/wTaSX6JP60k2zgAAAAAHyLz"
        + "27v9999qtsktt+fWkupgmhNtph/Jrp4JqEE1CDaJG1JG1JG1JG1IiQkiQleBbbbd1htzMySTfmSFECEQTUIJqEE1CDcJJJJJFJ3nTve97vPJlZ"
        + "ly7kk5sYAAAAN3et3d3nczGXcuSTMqvAAAABJJ3JJzqZmXd3JJMyq7AAFIABttv3be+a285zl22tPwAAAAAD5tubfNvea2SW3bWngAAAAAG222"
        + "93s1sktt2tOAAAAAAbbbbX01skttutkAAAAABBw3m228eIEzIcXCg4NCZqZoDYoDAsFgwKA2JAcIAOtAA0AOoAOEgNigMCyIHCQGxQGBYLBgUB"
        + "sSA4QAdazMzMADX8XckU4UJA2fvTjA==");
}
