"""Names for the landmarks of the face mesh: 468 points of skin, then 5 points for each iris.

The numbering is that of MediaPipe's Face Mesh (Kartynnik, Ablavatski, Grishchenko, Grundmann 2019, "Real-time
Facial Surface Geometry from Monocular Video on Mobile GPUs"). "Left" and "right" mean left and right in the
picture of an upright face.
"""

from dataclasses import dataclass

SKIN_POINTS = 468

FOREHEAD_TOP, FOREHEAD, GLABELLA = 10, 151, 9
NOSE_ROOT, NOSE_BRIDGE, NOSE_BACK, NOSE_HUMP, NOSE_TIP, NOSE_LOBE = 168, 6, 197, 195, 1, 4
NOSE_MID, NOSE_BASE = 5, 2
PHILTRUM, CHIN = 164, 152
LEFT_CHEEK_EDGE, RIGHT_CHEEK_EDGE = 234, 454
LEFT_TEMPLE, RIGHT_TEMPLE = 127, 356
LEFT_JAW_EDGE, RIGHT_JAW_EDGE = 93, 323
LEFT_MOUTH, RIGHT_MOUTH = 61, 291
INNER_LEFT_MOUTH, INNER_RIGHT_MOUTH = 78, 308
UPPER_LIP_TOP, UPPER_LIP_INSIDE, LOWER_LIP_INSIDE, LOWER_LIP_BOTTOM = 0, 13, 14, 17
LEFT_UPPER_LIP, RIGHT_UPPER_LIP, LEFT_LOWER_LIP, RIGHT_LOWER_LIP = 40, 270, 91, 321
LEFT_CHEEK, RIGHT_CHEEK = 205, 425
LEFT_CHEEKBONE, RIGHT_CHEEKBONE = 50, 280
LEFT_FOLD, RIGHT_FOLD = 207, 427
# The fold from the wing of the nose past the corner of the mouth.
LEFT_SMILE_FOLD, RIGHT_SMILE_FOLD = (129, 203, 206, 216, 212), (358, 423, 426, 436, 432)

# Round the face, from the top of the forehead clockwise as seen on the picture.
OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
LOWER_OVAL = OVAL[5:31]  # without the forehead, which moves with the brows

LEFT_BROW_UPPER, RIGHT_BROW_UPPER = (70, 63, 105, 66, 107), (336, 296, 334, 293, 300)
LEFT_BROW_LOWER, RIGHT_BROW_LOWER = (46, 53, 52, 65, 55), (285, 295, 282, 283, 276)

ACROSS_EYES = (33, 263)  # the outer corners

# Points that a smile leaves where they are, besides the oval: nose, eyes, brows.
STILL_IN_A_SMILE = (
    1, 4, 5, 6, 168, 197, 195, 33, 133, 362, 263, 159, 386, 145, 374,
    70, 105, 107, 336, 334, 300, 66, 296, 52, 282,
)  # fmt: skip
# Points that rising brows leave where they are, besides the lower oval: eyes, nose, mouth.
STILL_UNDER_BROWS = (33, 133, 362, 263, 159, 386, 145, 374, 6, 4, 61, 291, 157, 384, 161, 388, 168)


@dataclass(frozen=True)
class EyeLandmarks:
    """Lids from the eye's left corner to its right one; `iris` is the centre and four points of the rim."""

    upper: tuple[int, ...]
    lower: tuple[int, ...]
    brow: tuple[int, ...]
    iris: tuple[int, ...]


LEFT_EYE = EyeLandmarks(
    upper=(33, 246, 161, 160, 159, 158, 157, 173, 133),
    lower=(33, 7, 163, 144, 145, 153, 154, 155, 133),
    brow=LEFT_BROW_LOWER,
    iris=(468, 469, 470, 471, 472),
)
RIGHT_EYE = EyeLandmarks(
    upper=(362, 398, 384, 385, 386, 387, 388, 466, 263),
    lower=(362, 382, 381, 380, 374, 373, 390, 249, 263),
    brow=RIGHT_BROW_LOWER,
    iris=(473, 474, 475, 476, 477),
)
EYES = (LEFT_EYE, RIGHT_EYE)

# The points the expression net wants, in its order.
EXPRESSION_POINTS = (
    0, 1, 4, 5, 6, 7, 8, 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, 52, 53, 54, 55, 58, 61, 63, 65, 66, 67, 70,
    78, 80, 81, 82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109, 127, 132, 133, 136, 144, 145, 146, 148, 149,
    150, 152, 153, 154, 155, 157, 158, 159, 160, 161, 162, 163, 168, 172, 173, 176, 178, 181, 185, 191, 195,
    197, 234, 246, 249, 251, 263, 267, 269, 270, 276, 282, 283, 284, 285, 288, 291, 293, 295, 296, 297, 300,
    308, 310, 311, 312, 314, 317, 318, 321, 323, 324, 332, 334, 336, 338, 356, 361, 362, 365, 373, 374, 375,
    377, 378, 379, 380, 381, 382, 384, 385, 386, 387, 388, 389, 390, 397, 398, 400, 402, 405, 409, 415, 454,
    466, 468, 469, 470, 471, 472, 473, 474, 475, 476, 477,
)  # fmt: skip
# Places of the scores used here among its 52 answers.
BLINK_LEFT, BLINK_RIGHT, JAW_OPEN, SMILE_LEFT, SMILE_RIGHT = 9, 10, 25, 44, 45
